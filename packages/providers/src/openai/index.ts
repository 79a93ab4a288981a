import type { Provider } from '@manyhands/core';
import { createOpenAiCompatible } from '../openai-compatible/create-openai-compatible.ts';
import type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
import type { Vendor } from '../openai-compatible/vendor.ts';
import { listCost, listPrice } from '../pricing/list-price.ts';
import { adaptBody } from './adapt-body.ts';
import { capabilities } from './capabilities.ts';
import { readError } from './errors.ts';
import { BASE_URL, DEFAULT_MODEL, type OpenAiModel } from './models.ts';
import { quota } from './quota.ts';

export type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
export type { OpenAiModel } from './models.ts';
export type OpenAiOptions<Id extends string = string> = OpenAiCompatibleOptions<Id, OpenAiModel>;

/**
 * OpenAI, or with `baseUrl` any server that speaks its chat completions: Ollama, vLLM, OpenRouter and others. Those get
 * `max_tokens` and the request as it is, have no list prices, and no default model unless one is named. Needs the package
 * `openai`, which is loaded on the first call.
 *
 * @example
 * openai();
 * openai({ id: 'ollama', baseUrl: 'http://localhost:11434/v1', defaultModel: 'qwen3:8b' });
 */
export function openai<const Id extends string = 'openai'>(options: OpenAiOptions<Id> = {}): Provider<Id, OpenAiModel> {
  const { id = 'openai' as Id, baseUrl, defaultModel, capabilities: stated, headers, fetch } = options;
  const own = baseUrl === undefined ? { defaultModel: DEFAULT_MODEL, ...ownServer() } : {};
  return createOpenAiCompatible<Id, OpenAiModel>({
    id,
    baseUrl: baseUrl ?? BASE_URL,
    quota,
    price: () => undefined,
    readError,
    ...own,
    capabilities: (model) => ({ ...capabilities(model), ...stated }),
    ...(defaultModel === undefined ? {} : { defaultModel }),
    ...(headers === undefined ? {} : { headers }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

/** What holds for OpenAI's own server only. */
function ownServer(): Pick<Vendor<string, string>, 'price' | 'cost' | 'adaptBody'> {
  return {
    price: (model) => listPrice('openai', model),
    cost: (model, usage) => listCost('openai', model, usage),
    adaptBody,
  };
}
