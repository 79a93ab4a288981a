/** Models of help.aliyun.com/zh/model-studio/models; any other name works too. */
export type QwenModel =
  | 'qwen3.6-plus'
  | 'qwen3.5-plus'
  | 'qwen3.5-flash'
  | 'qwen3-max'
  | 'qwen3-coder-plus'
  | 'qwen-plus'
  | 'qwen-flash'
  | 'qwen-turbo'
  | 'qwen-long'
  | 'qwq-plus'
  | (string & {});

export const BASE_URLS = {
  china: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  international: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
} as const;
export type QwenRegion = keyof typeof BASE_URLS;
export const DEFAULT_MODEL = 'qwen-plus';
