import type { Provider } from '@manyhands/core';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';

/** The adapters that the orchestrator and all workers have. */
export const providers: readonly Provider[] = [openai(), anthropic(), gemini(), deepseek(), qwen()];

export const planner = { provider: 'deepseek', model: 'deepseek-v4-pro' };

/** The simulated vendors are on the same machine, and busy: a call may reach them late. */
export const settings = { limitGuardMs: 1_000 };
