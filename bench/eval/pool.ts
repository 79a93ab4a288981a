import { memoryTransport } from '@manyhands/adapter-memory';
import { accountsFromEnv, createOrchestrator, fromTargetName, type Orchestrator } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';
import { scriptedModel } from './scripted-model.ts';

const KEY_VARIABLES = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  gemini: 'GEMINI_API_KEY',
  deepseek: 'DEEPSEEK_API_KEY',
  qwen: 'DASHSCOPE_API_KEY',
} as const;
/** Until the first answer says what an account may do. */
const UNSTATED_LIMITS = { maxConcurrent: 8 };

/** Models whose faults are planted. */
export function scriptedPool(): Orchestrator {
  return createOrchestrator({
    planner: { provider: 'scripted', model: 'scripted-model' },
    providers: [scriptedProvider({ id: 'scripted', answer: scriptedModel })],
    accounts: [{ id: 'scripted', provider: 'scripted', apiKey: 'none' }],
    transport: memoryTransport(),
  });
}

/**
 * Real models: `planner` plans, judges and answers in one shot, those of `worker` work (default: all that have keys).
 *
 * @throws Error when a name is none, or no key is in the environment
 */
export function realPool(planner: string, worker: string | undefined, env: NodeJS.ProcessEnv): Orchestrator {
  const target = fromTargetName(planner);
  const accounts = accountsFromEnv(KEY_VARIABLES, env).map((account) =>
    Object.assign(account, { limits: UNSTATED_LIMITS }),
  );
  if (target === undefined)
    throw new Error(`"${planner}" is no model; write provider:model, e.g. deepseek:deepseek-v4-pro.`);
  if (!accounts.some(({ provider }) => provider === target.provider)) {
    throw new Error(`There is no key for ${target.provider}; set one of ${Object.values(KEY_VARIABLES).join(', ')}.`);
  }
  const served = new Set<string>(accounts.map(({ provider }) => provider));
  const providers = [openai(), anthropic(), gemini(), deepseek(), qwen()].filter(({ id }) => served.has(id));
  const routes = worker === undefined ? {} : { any: [worker] };
  return createOrchestrator({
    planner: target,
    providers,
    accounts,
    transport: memoryTransport(),
    routes,
  } as Parameters<typeof createOrchestrator>[0]);
}
