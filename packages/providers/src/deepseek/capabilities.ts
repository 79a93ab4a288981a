import type { Capabilities } from '@manyhands/core';

/** Source: api-docs.deepseek.com/quick_start/pricing and /guides/json_mode: valid JSON, but of no stated schema. */
export function capabilities(_model: string): Capabilities {
  return { jsonOutput: 'json', images: false, tools: true, contextTokens: 1_000_000, maxOutputTokens: 384_000 };
}
