/** Chat models that OpenAI names; any other name, such as a dated snapshot or another server's, works too. */
export type OpenAiModel =
  | 'gpt-6-astra'
  | 'gpt-6-sol'
  | 'gpt-6-luna'
  | 'gpt-5.5'
  | 'gpt-5.4'
  | 'gpt-5.4-mini'
  | 'gpt-5.4-nano'
  | 'gpt-5.2'
  | 'gpt-5.1'
  | 'gpt-5'
  | 'gpt-5-mini'
  | 'gpt-5-nano'
  | 'gpt-4.1'
  | 'gpt-4.1-mini'
  | 'gpt-4.1-nano'
  | 'gpt-4o'
  | 'gpt-4o-mini'
  | 'o3'
  | 'o4-mini'
  | (string & {});

export const BASE_URL = 'https://api.openai.com/v1';
export const DEFAULT_MODEL = 'gpt-5-mini';

/** Dated snapshots share the limits of their model: platform.openai.com/docs/guides/rate-limits. */
export function toFamily(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
}
