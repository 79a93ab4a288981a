import type { Provider } from '@manyhands/core';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';

/** The adapters that the orchestrator and all workers have. */
export const providers: readonly Provider[] = [openai(), anthropic(), gemini(), deepseek(), qwen()];

export const planner = { provider: 'deepseek', model: 'deepseek-v4-pro' };

/** Simulated vendors on the same machine are busy: a call may reach them late. */
export const settings = { limitGuardMs: 2_500 };
