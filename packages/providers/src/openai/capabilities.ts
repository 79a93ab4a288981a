import type { Capabilities } from '@manyhands/core';

type Sizes = readonly [pattern: RegExp, contextTokens: number, maxOutputTokens: number];

/** First match counts. Source: platform.openai.com/docs/models, November 2026. */
const SIZES: readonly Sizes[] = [
  [/^gpt-5(\.\d+)?-chat/, 128_000, 16_384],
  [/^gpt-5(\.[0-3])?(-|$)/, 400_000, 128_000],
  [/^gpt-5\.4-(mini|nano)/, 400_000, 128_000],
  [/^gpt-(5\.|[6-9])/, 1_000_000, 128_000],
  [/^gpt-4\.1/, 1_000_000, 32_768],
  [/^(gpt-4o|chatgpt-4o)/, 128_000, 16_384],
  [/^gpt-4-turbo/, 128_000, 4096],
  [/^gpt-4/, 8192, 8192],
  [/^gpt-3\.5/, 16_385, 4096],
  [/^o1-(mini|preview)/, 128_000, 32_768],
  [/^o\d/, 200_000, 100_000],
  [/^/, 128_000, 16_384],
];
/** From before structured outputs: platform.openai.com/docs/guides/structured-outputs. */
const WITHOUT_SCHEMAS = /^(gpt-3\.5|gpt-4(-|$)|gpt-4o-2024-05-13|o1-(mini|preview))/;
const WITHOUT_IMAGES = /^(gpt-3\.5|gpt-4(-0|-32k|$)|o1-(mini|preview)|o3-mini)/;

export function capabilities(model: string): Capabilities {
  const [, contextTokens, maxOutputTokens] = SIZES.find(([pattern]) => pattern.test(model))!;
  return {
    jsonOutput: WITHOUT_SCHEMAS.test(model) ? 'json' : 'schema',
    images: !WITHOUT_IMAGES.test(model),
    tools: !/^o1-(mini|preview)/.test(model),
    contextTokens,
    maxOutputTokens,
  };
}
