export * from './anthropic/index.ts';
export * from './deepseek/index.ts';
export * from './gemini/index.ts';
export * from './openai/index.ts';
export * from './qwen/index.ts';
