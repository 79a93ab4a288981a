import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A server as Ollama is one: it lists a model, and hands calls in OpenAI's format on to whoever does the work. */
export async function serveAsOllama(
  worker: string,
  model: string,
): Promise<AsyncDisposable & { readonly host: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: [{ id: model }] }));
    if (request.url !== '/v1/chat/completions') return void response.writeHead(404).end();
    void text(request)
      .then(async (body) => {
        const { authorization = '' } = request.headers;
        const headers = { authorization, 'content-type': 'application/json' };
        const answer = await fetch(`${worker}/chat/completions`, { method: 'POST', headers, body });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        Readable.fromWeb(answer.body!).pipe(response);
      })
      .catch((error: unknown) => response.writeHead(502).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
