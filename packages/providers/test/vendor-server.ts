import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from '@manyhands/core';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Server-sent events; a string is written as it is, such as a comment. */
  readonly events?: readonly Json[];
  /** Before the body. */
  readonly keepAlive?: string;
  /** `clean` ends as if all were said, `reset` breaks the connection, `hang` leaves it open. */
  readonly end?: 'clean' | 'reset' | 'hang';
}

export interface WireRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Json;
}

export interface VendorServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** The answer to all requests from now on. */
  answer: WireAnswer;
  /** Resolves when the next connection has been answered in part, or taken without an answer. */
  nextHang(): Promise<void>;
  /** Resolves when a caller goes away before its answer is whole. */
  nextAbort(): Promise<void>;
}

/** Plays a vendor on a local port, word by word from fixtures. */
export async function startVendorServer(): Promise<VendorServer> {
  const requests: WireRequest[] = [];
  const hang = createSignal();
  const abort = createSignal();
  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as Json;
    requests.push({ path: request.url ?? '', headers: request.headers, body });
    response.once('close', () => response.writableEnded || abort.fire());
    await send(response, vendor.answer);
    if (vendor.answer.end === 'hang') hang.fire();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const vendor: VendorServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: {},
    nextHang: hang.next,
    nextAbort: abort.next,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return vendor;
}

async function send(response: ServerResponse, answer: WireAnswer): Promise<void> {
  const type = answer.events === undefined ? 'application/json' : 'text/event-stream';
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
  const chunks = [answer.keepAlive ?? '', ...(answer.events ?? []).map(toFrame)];
  if (answer.body !== undefined) chunks.push(JSON.stringify(answer.body));
  await new Promise<void>((resolve) => response.write(chunks.join('') || ' ', () => resolve()));
  if (answer.end === 'reset') response.socket?.resetAndDestroy();
  else if (answer.end !== 'hang') response.end();
}

function toFrame(event: Json): string {
  return typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`;
}

function createSignal() {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    fire() {
      waiting.forEach((resolve) => resolve());
      waiting = [];
    },
  };
}
