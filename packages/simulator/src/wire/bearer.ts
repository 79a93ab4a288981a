import type { IncomingHttpHeaders } from 'node:http';

/** The key in `Authorization: Bearer …`. */
export function readBearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
