import type { Provider } from '@manyhands/core';
import { createOpenAiCompatible } from '../openai-compatible/create-openai-compatible.ts';
import type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
import { adaptBody, thinks } from './adapt-body.ts';
import { capabilities } from './capabilities.ts';
import { readError } from './errors.ts';
import { BASE_URLS, DEFAULT_MODEL, type QwenModel, type QwenRegion } from './models.ts';
import { quota } from './quota.ts';

export type { OpenAiCompatibleOptions } from '../openai-compatible/options.ts';
export type { QwenModel, QwenRegion } from './models.ts';
export interface QwenOptions<Id extends string = string> extends OpenAiCompatibleOptions<Id, QwenModel> {
  /** Where the account is: keys of one are not known to the other. Default `international`. `baseUrl` comes first. */
  readonly region?: QwenRegion;
}

/**
 * Qwen on Alibaba Cloud's DashScope, in its OpenAI-compatible mode. A call that thinks is always streamed, since the models
 * ask for that. Its prices differ by region and are not known here: state them in the app's price table. Needs the package
 * `openai`, which is loaded on the first call.
 *
 * @example
 * qwen({ region: 'china', defaultModel: 'qwen3-max' });
 */
export function qwen<const Id extends string = 'qwen'>(options: QwenOptions<Id> = {}): Provider<Id, QwenModel> {
  const { id = 'qwen' as Id, region = 'international', defaultModel = DEFAULT_MODEL, capabilities: stated } = options;
  return createOpenAiCompatible<Id, QwenModel>({
    ...options,
    id,
    baseUrl: options.baseUrl ?? BASE_URLS[region],
    defaultModel,
    quota,
    capabilities: (model) => ({ ...capabilities(model), ...stated }),
    price: () => undefined,
    adaptBody,
    mustStream: thinks,
    readError,
  });
}
