/** Models of api-docs.deepseek.com/quick_start/pricing; any other name works too. */
export type DeepSeekModel = 'deepseek-v4-flash' | 'deepseek-v4-pro' | 'deepseek-flash' | (string & {});

export const BASE_URL = 'https://api.deepseek.com';
export const DEFAULT_MODEL = 'deepseek-v4-flash';
