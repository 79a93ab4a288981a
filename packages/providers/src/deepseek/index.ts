import type { Provider } from '@manyhands/core';
import { createOpenAiCompatible } from '../openai-compatible/create-openai-compatible.ts';
import type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
import { listCost, listPrice } from '../pricing/list-price.ts';
import { adaptBody } from './adapt-body.ts';
import { capabilities } from './capabilities.ts';
import { readError } from './errors.ts';
import { BASE_URL, DEFAULT_MODEL, type DeepSeekModel } from './models.ts';
import { quota } from './quota.ts';

export type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
export type { DeepSeekModel } from './models.ts';
export type DeepSeekOptions<Id extends string = string> = OpenAiCompatibleOptions<Id, DeepSeekModel>;

/**
 * DeepSeek. An answer of a JSON schema is asked for in words and by its JSON mode. Needs the package `openai`, which is
 * loaded on the first call.
 *
 * @example
 * deepseek({ defaultModel: 'deepseek-v4-pro' });
 */
export function deepseek<const Id extends string = 'deepseek'>(
  options: DeepSeekOptions<Id> = {},
): Provider<Id, DeepSeekModel> {
  const { id = 'deepseek' as Id, baseUrl = BASE_URL, defaultModel = DEFAULT_MODEL, capabilities: stated } = options;
  return createOpenAiCompatible<Id, DeepSeekModel>({
    ...options,
    id,
    baseUrl,
    defaultModel,
    quota,
    capabilities: (model) => ({ ...capabilities(model), ...stated }),
    price: (model) => listPrice('deepseek', model),
    cost: (model, usage) => listCost('deepseek', model, usage),
    adaptBody,
    returnsReasoning: true,
    readError,
  });
}
