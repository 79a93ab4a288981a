import { openai } from '@manyhands/providers';
import { z } from 'zod';
import type { Pool } from './pool.ts';

const DEFAULT_PORT = '11434';
const ANSWER_WITHIN_MS = 2_000;
/** A server of one machine is not faster with more. */
const LIMITS = { maxConcurrent: 2 };

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })).nullable() });

/**
 * A local server that speaks OpenAI's format, where `OLLAMA_HOST` says. Its model is `OLLAMA_MODEL`, else the first that it
 * lists. Gives a sentence instead when it cannot be used.
 */
export async function findOllamaPool(env: NodeJS.ProcessEnv): Promise<Pool | string | undefined> {
  const host = env['OLLAMA_HOST']?.trim();
  if (!host) return undefined;
  const baseUrl = toBaseUrl(host);
  if (baseUrl === undefined) return `OLLAMA_HOST is no address: ${host}.`;
  const models = await listModels(baseUrl);
  if (models === undefined) return `OLLAMA_HOST is set, but nothing answers at ${baseUrl}.`;
  const model = env['OLLAMA_MODEL'] ?? models.find((name) => !/embed/i.test(name));
  if (model === undefined) return `The server at ${baseUrl} has no model; get one, e.g. \`ollama pull qwen3:8b\`.`;
  return {
    kind: 'ollama',
    notice: `A local server: ${model} at ${baseUrl}. Nothing leaves this machine.`,
    planner: { provider: 'ollama', model },
    providers: [openai({ id: 'ollama', baseUrl, defaultModel: model })],
    accounts: [{ id: 'ollama', provider: 'ollama', apiKey: 'ollama', limits: LIMITS }],
    prices: { [`ollama:${model}`]: { inputUsdPerMillion: 0, outputUsdPerMillion: 0 } },
    close: async () => {},
  };
}

/** As Ollama itself reads it: scheme and port may be missing; the address to listen on is no address to call. */
export function toBaseUrl(host: string): string | undefined {
  const hasScheme = /^https?:\/\//.test(host);
  const url = URL.parse(hasScheme ? host : `http://${host}`);
  if (url === null) return undefined;
  if (url.port === '' && !hasScheme) url.port = DEFAULT_PORT;
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  const path = url.pathname.replace(/\/(v1\/?)?$/, '');
  return `${url.origin}${path}/v1`;
}

async function listModels(baseUrl: string): Promise<string[] | undefined> {
  try {
    const response = await fetch(`${baseUrl}/models`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return modelsSchema.parse(await response.json()).data?.map(({ id }) => id) ?? [];
  } catch {
    return undefined;
  }
}
