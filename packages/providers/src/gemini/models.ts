/** Models by name in November 2026; any other name is passed on as it is. */
export type GeminiModel =
  | 'gemini-3.8-flash'
  | 'gemini-3.7-flash'
  | 'gemini-3.6-flash'
  | 'gemini-3.5-flash'
  | 'gemini-3.5-flash-lite'
  | 'gemini-3.1-pro-preview'
  | 'gemini-3.1-flash-lite'
  | 'gemini-3-flash-preview'
  | 'gemini-2.5-pro'
  | 'gemini-2.5-flash'
  | 'gemini-2.5-flash-lite'
  | 'gemini-pro-latest'
  | 'gemini-flash-latest'
  | 'gemini-flash-lite-latest'
  | (string & {});

/** The cheapest of the current generation. */
export const DEFAULT_GEMINI_MODEL: GeminiModel = 'gemini-3.1-flash-lite';

/** 2.5 for `gemini-2.5-flash`; names without a number (`gemini-flash-latest`) mean the newest. */
export function readGeminiVersion(model: string): number {
  const [, version] = /gemini-(\d+(?:\.\d+)?)/.exec(model) ?? [];
  return version === undefined ? Infinity : Number(version);
}
