import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of a vendor, as it went over the wire. */
export interface Fixture {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
  /** Server-sent events, in place of `body`. `event` is left out where the vendor sends none. */
  readonly events?: readonly { readonly event?: string; readonly data: unknown }[];
  /** After what was sent: `end` closes as if all were well, `reset` breaks the connection, `hang` leaves it open. */
  readonly after?: 'end' | 'reset' | 'hang';
}

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface FixtureServer extends AsyncDisposable {
  readonly url: string;
  /** All that were sent, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** What is answered from now on. */
  answer(fixture: Fixture): void;
  /** Resolves when the client has ended a connection before its answer was complete. */
  readonly hungUp: Promise<void>;
}

/** Vendors' recorded answers, on a free port of this machine. */
export async function createFixtureServer(): Promise<FixtureServer> {
  const requests: ReceivedRequest[] = [];
  const hungUp = Promise.withResolvers<void>();
  let current: Fixture = {};

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      requests.push({ path: request.url ?? '', headers: request.headers, body });
      response.on('close', () => {
        if (!response.writableFinished) hungUp.resolve();
      });
      send(current, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(fixture) {
      current = fixture;
    },
    hungUp: hungUp.promise,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send({ status = 200, headers, body, events, after }: Fixture, response: ServerResponse): void {
  const type = events === undefined ? 'application/json' : 'text/event-stream';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.flushHeaders();
  const text = events === undefined ? toText(body) : events.map(toFrame).join('');
  response.write(text, () => {
    if (after === 'reset') response.destroy();
    else if (after !== 'hang') response.end();
  });
}

function toText(body: unknown): string {
  if (body === undefined) return ' ';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function toFrame({ event, data }: { readonly event?: string; readonly data: unknown }): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}
