import type { Capabilities } from '@manyhands/core';

type Sizes = readonly [pattern: RegExp, contextTokens: number, maxOutputTokens: number];

/** First match counts. Source: alibabacloud.com/help/en/model-studio/models. */
const SIZES: readonly Sizes[] = [
  [/^qwen-long/, 10_000_000, 32_768],
  [/^qwen3-max/, 262_144, 65_536],
  [/^qwen3-coder-(plus|flash)/, 1_000_000, 65_536],
  [/^qwen3\.\d+-(plus|flash)/, 1_000_000, 65_536],
  [/^qwen-(plus|flash)/, 1_000_000, 32_768],
  [/^qwen-turbo/, 1_000_000, 16_384],
  [/^/, 131_072, 8192],
];

/** JSON mode gives valid JSON of no stated schema; models that only think have none: …/model-studio/json-mode. */
export function capabilities(model: string): Capabilities {
  const [, contextTokens, maxOutputTokens] = SIZES.find(([pattern]) => pattern.test(model))!;
  return {
    jsonOutput: /^(qwq|qvq|qwen-long)|thinking/.test(model) ? 'prompt' : 'json',
    images: /vl|omni|qvq|^qwen3\.[5-9]-/.test(model),
    tools: !/^(qwen-long|qvq)/.test(model),
    contextTokens,
    maxOutputTokens,
  };
}
