import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findOllamaPool, toBaseUrl } from './ollama-pool.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that lists these models as Ollama does. */
async function serveModels(names: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/v1/models' ? 200 : 404;
    response.end(JSON.stringify({ data: names.length === 0 ? null : names.map((id) => ({ id })) }));
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a local server', () => {
  it.each([
    ['localhost', 'http://localhost:11434/v1'],
    ['0.0.0.0:9000', 'http://127.0.0.1:9000/v1'],
    ['http://box:8000/', 'http://box:8000/v1'],
    ['https://models.example/ollama/v1', 'https://models.example/ollama/v1'],
  ])('at OLLAMA_HOST=%s is called at %s', (host, baseUrl) => {
    expect(toBaseUrl(host)).toBe(baseUrl);
  });

  it('serves its first model that can chat, for nothing', async () => {
    const OLLAMA_HOST = await serveModels(['nomic-embed-text', 'qwen3:8b']);
    expect(await findOllamaPool({ OLLAMA_HOST })).toMatchObject({
      kind: 'ollama',
      planner: { provider: 'ollama', model: 'qwen3:8b' },
      prices: { 'ollama:qwen3:8b': { inputUsdPerMillion: 0, outputUsdPerMillion: 0 } },
    });
  });

  it('serves the model that OLLAMA_MODEL names', async () => {
    const OLLAMA_HOST = await serveModels(['qwen3:8b', 'gemma4']);
    const pool = await findOllamaPool({ OLLAMA_HOST, OLLAMA_MODEL: 'gemma4' });
    expect(pool).toMatchObject({ planner: { model: 'gemma4' } });
  });

  it('that cannot be used is told of in a sentence', async () => {
    expect(await findOllamaPool({ OLLAMA_HOST: await serveModels([]) })).toContain('has no model');
    expect(await findOllamaPool({ OLLAMA_HOST: '127.0.0.1:1' })).toContain('nothing answers');
    expect(await findOllamaPool({ OLLAMA_HOST: 'http://' })).toContain('is no address');
  });

  it('is not looked for where none is named', async () => {
    expect(await findOllamaPool({})).toBeUndefined();
  });
});
