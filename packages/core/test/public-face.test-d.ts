import { memoryAccountStore, memoryTransport } from '@manyhands/adapter-memory';
import { expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createOrchestrator, sealingKeyFromEnv, storedAccounts, type Json } from '../src/index.ts';
import { scriptedProvider } from '../src/testing/index.ts';

const providers = [scriptedProvider({ id: 'one' }), scriptedProvider({ id: 'two' })] as const;
const good = {
  planner: { provider: 'one', model: 'm' },
  providers,
  accounts: [{ id: 'a', provider: 'two', apiKey: 'k' }],
  transport: memoryTransport(),
} as const;
const orchestrator = createOrchestrator(good);

it('a provider that is not there does not compile', () => {
  // @ts-expect-error no provider "three"
  createOrchestrator({ ...good, planner: { provider: 'three', model: 'm' } });
  // @ts-expect-error no provider "three"
  createOrchestrator({ ...good, accounts: [{ id: 'a', provider: 'three', apiKey: 'k' }] });
  // @ts-expect-error no provider "three"
  createOrchestrator({ ...good, routes: { fast: ['three:m'] } });
});

it('accounts are a list or come from a store', () => {
  createOrchestrator({
    ...good,
    accounts: storedAccounts({ store: memoryAccountStore(), sealingKey: sealingKeyFromEnv() }),
  });
  // @ts-expect-error a store alone has no keys
  createOrchestrator({ ...good, accounts: memoryAccountStore() });
});

it('a missing part does not compile', () => {
  const { planner, ...withoutPlanner } = good;
  // @ts-expect-error no planner
  createOrchestrator(withoutPlanner);
  const { transport, ...withoutTransport } = good;
  // @ts-expect-error no transport
  createOrchestrator(withoutTransport);
  // @ts-expect-error no key
  createOrchestrator({ ...good, accounts: [{ id: 'a', provider: 'two' }] });
  void planner;
  void transport;
});

it('the output has the type of the schema, else it is JSON', async () => {
  const typed = await orchestrator.start({ goal: 'Count.', output: z.object({ total: z.number() }) }).result;
  expectTypeOf(typed.output).toEqualTypeOf<{ total: number } | null>();
  const plain = await orchestrator.start({ goal: 'Count.' }).result;
  expectTypeOf(plain.output).toEqualTypeOf<Json | null>();
});

it('listeners get the event of their name', () => {
  orchestrator.start({ goal: 'Count.' }).on('task:done', (event) => {
    expectTypeOf(event.accountId).toBeString();
  });
});
