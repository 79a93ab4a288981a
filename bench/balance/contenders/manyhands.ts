import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, type AccountInput } from '@manyhands/core';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';
import type { Vendor } from '@manyhands/simulator';
import { MAX_OUTPUT_TOKENS, windowOf, type BenchAccount } from '../case.ts';
import type { Contender, Work } from '../contender.ts';

export const manyhands: Contender = {
  name: 'manyhands',
  source: 'this repository: one waiting room, late binding, every dimension reserved before the call',
  async run(work) {
    await using orchestrator = createOrchestrator({
      planner: { provider: 'openai', model: 'gpt-5-mini' },
      providers: [openai(), anthropic(), gemini(), deepseek(), qwen()],
      accounts: work.accounts.map((account) => toAccount(account, work)),
      transport: memoryTransport(),
      routes: { any: [...new Set(work.accounts.map(({ vendor, model }) => `${vendor}:${model}` as const))] },
    });
    const calls = work.tasks.map(({ text }) =>
      orchestrator.generate({
        messages: [{ role: 'user', content: text }],
        maxOutputTokens: MAX_OUTPUT_TOKENS,
      }),
    );
    const ends = await Promise.allSettled(calls);
    return ends.filter(({ status }) => status === 'fulfilled').length;
  },
};

function toAccount(
  { id, vendor, key, limits, ...account }: BenchAccount,
  work: Work,
): AccountInput & { provider: Vendor } {
  const window = windowOf({ id, vendor, key, limits, ...account });
  return {
    id,
    provider: vendor,
    apiKey: key,
    limits,
    baseUrl: work.baseUrl(vendor),
    ...(window !== undefined && { windows: { requestsPerMinute: window } }),
  };
}
