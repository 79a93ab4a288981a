import type { Capabilities } from '@manyhands/core';
import { readGeminiVersion } from './models.ts';

/** See ai.google.dev/gemini-api/docs/models. Unknown models: as the newest. */
export function geminiCapabilities(model: string): Capabilities {
  return {
    jsonOutput: 'schema',
    images: true,
    tools: true,
    contextTokens: 1_048_576,
    maxOutputTokens: readGeminiVersion(model) >= 2.5 ? 65_536 : 8192,
  };
}
