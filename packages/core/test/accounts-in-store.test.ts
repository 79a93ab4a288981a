import { randomBytes } from 'node:crypto';
import { memoryAccountStore, memoryTransport } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import {
  createOrchestrator,
  createWorker,
  memoryStore,
  ProviderError,
  sealingKeyFromEnv,
  storedAccounts,
  type AccountInput,
  type PlanRequest,
  type Planner,
  type StoredAccountsOptions,
} from '../src/index.ts';
import { createManualClock, scriptedProvider, type ScriptedProviderOptions } from '../src/testing/index.ts';
import { aPlan, aTask } from './support/plans.ts';

const KEY = randomBytes(32).toString('base64');
const ASK = { messages: [{ role: 'user' as const, content: 'Hello?' }] };
const ann: AccountInput = { id: 'ann', provider: 'one', apiKey: 'sk-ann-1', owner: 'ann@example.org' };

interface Options extends Partial<StoredAccountsOptions> {
  readonly answer?: NonNullable<ScriptedProviderOptions<'one'>['answer']>;
  readonly planner?: Planner;
}

/** An orchestrator on accounts of a store, and what it was asked and with which key. */
function setUp({ answer, planner, ...options }: Options = {}) {
  const store = options.store ?? memoryAccountStore();
  const accounts = storedAccounts({ store, sealingKey: sealingKeyFromEnv('KEY', { KEY }), ...options });
  const provider = scriptedProvider({ id: 'one', ...(answer && { answer }) });
  const orchestrator = createOrchestrator({
    planner: planner ?? { provider: 'one', model: 'm' },
    providers: [provider, scriptedProvider({ id: 'two' })],
    accounts,
    transport: memoryTransport(),
    settings: { retryPauseMs: 1 },
  });
  const keys = () => provider.calls.map(({ context }) => context.apiKey.reveal());
  return { store, accounts, orchestrator, provider, keys };
}

describe('an orchestrator on accounts of a store', () => {
  it('calls with the keys of the store, and follows its changes without a restart', async () => {
    const { store, accounts, orchestrator, keys } = setUp();
    await accounts.add(ann);
    await orchestrator.generate(ASK);
    await accounts.rotate('ann', 'sk-ann-2');
    await orchestrator.generate(ASK);
    await accounts.disable('ann');
    const elsewhere = storedAccounts({ store, sealingKey: sealingKeyFromEnv('KEY', { KEY }) });
    await elsewhere.add({ ...ann, id: 'bob', apiKey: 'sk-bob' });
    await new Promise(setImmediate);
    expect((await orchestrator.generate(ASK)).accountId).toBe('bob');
    await elsewhere.remove('bob');
    await accounts.enable('ann');
    expect((await orchestrator.generate(ASK)).accountId).toBe('ann');
    expect(keys()).toEqual(['sk-ann-1', 'sk-ann-2', 'sk-bob', 'sk-ann-2']);
    await orchestrator.close();
  });

  it('gives waiting work to an account that comes while it runs', async () => {
    const first = Promise.withResolvers<string>();
    const { accounts, orchestrator, provider } = setUp({ answer: ({ index }) => (index === 0 ? first.promise : 'ok') });
    await accounts.add({ ...ann, limits: { maxConcurrent: 1 } });
    const run = orchestrator.map(['a', 'b'], 'Do it.');
    await expect.poll(() => provider.underWay).toBe(1);
    await accounts.add({ ...ann, id: 'bob' });
    await expect.poll(() => provider.calls.length).toBe(2);
    first.resolve('ok');
    expect((await run.result).status).toBe('done');
    await orchestrator.close();
  });

  it('uses an account again whose key the vendor refused, once it has another', async () => {
    const refused = new ProviderError('Revoked.', { kind: 'credential', provider: 'one' });
    const { accounts, orchestrator } = setUp({
      answer: ({ context }) => (context.apiKey.reveal() === 'sk-ann-1' ? refused : 'ok'),
    });
    await accounts.add(ann);
    await expect(orchestrator.generate(ASK)).rejects.toMatchObject({ code: 'MANYHANDS_NO_ACCOUNT' });
    expect(orchestrator.accounts.status().accounts[0]?.paused).toEqual({ reason: 'credential' });
    await accounts.rotate('ann', 'sk-ann-2');
    expect((await orchestrator.generate(ASK)).text).toBe('ok');
    await orchestrator.close();
  });

  it('holds the limits that an account has now', async () => {
    const answers = Promise.withResolvers<string>();
    const { accounts, orchestrator, provider } = setUp({ answer: () => answers.promise });
    await accounts.add({ ...ann, limits: { maxConcurrent: 1 } });
    const run = orchestrator.map(['a', 'b', 'c', 'd'], 'Do it.');
    await expect.poll(() => provider.underWay).toBe(1);
    await accounts.change('ann', { limits: { maxConcurrent: 3 } });
    await expect.poll(() => provider.underWay).toBe(3);
    await new Promise(setImmediate);
    expect(provider.underWay).toBe(3);
    answers.resolve('ok');
    expect((await run.result).status).toBe('done');
    await orchestrator.close();
  });

  it('lets a call end with the key it was begun with', async () => {
    const answer = Promise.withResolvers<string>();
    const { accounts, orchestrator, provider } = setUp({ answer: () => answer.promise });
    await accounts.add(ann);
    const response = orchestrator.generate(ASK);
    await expect.poll(() => provider.underWay).toBe(1);
    await accounts.remove('ann');
    answer.resolve('ok');
    expect((await response).text).toBe('ok');
    await expect(orchestrator.generate(ASK)).rejects.toMatchObject({ code: 'MANYHANDS_NO_ACCOUNT' });
    await orchestrator.close();
  });

  it('says why it cannot begin, calls nobody, and begins when it can', async () => {
    const env: Record<string, string> = {};
    const { store, orchestrator, provider } = setUp({ sealingKey: sealingKeyFromEnv('KEY', env) });
    await storedAccounts({ store, sealingKey: sealingKeyFromEnv('KEY', { KEY }) }).add(ann);
    const goal = { goal: 'Do it.', plan: aPlan([aTask('a')]), judge: false };
    await expect(orchestrator.generate(ASK)).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
    await expect(orchestrator.start(goal).result).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
    expect(provider.calls).toHaveLength(0);
    env['KEY'] = KEY;
    expect((await orchestrator.generate(ASK)).text).toBe('ok');
    expect((await orchestrator.start(goal).result).status).toBe('done');
    await orchestrator.close();
  });

  it('offers a planner the routes of providers that have an account when the run begins', async () => {
    const asked: PlanRequest[] = [];
    const planner: Planner = {
      // eslint-disable-next-line require-yield
      async *plan(request) {
        asked.push(request);
        throw new Error('Enough.');
      },
    };
    const { accounts, orchestrator } = setUp({ planner });
    await accounts.import([ann, { ...ann, id: 'off', provider: 'two', disabled: true }]);
    await orchestrator.start({ goal: 'Do it.' }).result;
    await accounts.enable('off');
    await orchestrator.start({ goal: 'Do it.' }).result;
    const routes = asked.map((request) => request.routes.map(({ name }) => name));
    expect(routes).toEqual([
      ['one', 'any', 'planner', 'merge'],
      ['one', 'two', 'any', 'planner', 'merge'],
    ]);
    expect(asked[0]!.routes[1]!.targets.map(({ target }) => target.provider)).toEqual(['one']);
    await orchestrator.close();
  });

  it('passes over accounts of providers it does not have', async () => {
    const { accounts, orchestrator } = setUp();
    await accounts.import([{ ...ann, id: 'foreign', provider: 'three' }, ann]);
    await orchestrator.generate(ASK);
    expect(orchestrator.accounts.status().accounts.map(({ accountId }) => accountId)).toEqual(['ann']);
    await orchestrator.close();
  });

  it('shows no key in events, state, status, results and lists', async () => {
    const { accounts, orchestrator } = setUp();
    await accounts.add(ann);
    const run = orchestrator.start({ goal: 'Do it.', plan: aPlan([aTask('a')]), judge: false });
    const events = await Array.fromAsync(run.events());
    const shown = [events, run.snapshot(), await run.result, orchestrator.accounts.status(), await accounts.owners()];
    expect(JSON.stringify(shown)).not.toContain('sk-ann');
    expect(JSON.stringify(shown)).toContain('ann@example.org');
    await orchestrator.close();
  });

  it('forecasts with them, and needs no key for it', async () => {
    const store = memoryAccountStore();
    await setUp({ store }).accounts.add({ ...ann, limits: { requestsPerMinute: 60 } });
    const keyless = setUp({ store, sealingKey: sealingKeyFromEnv('NO_KEY', {}) }).orchestrator;
    const forecast = await keyless.simulate({ tasks: { count: 120, inputTokens: 1, outputTokens: 1, durationMs: 10 } });
    expect(forecast.accounts).toMatchObject([{ accountId: 'ann', calls: 120 }]);
    await keyless.close();
  });

  it('stops following when it is closed, and leaves the accounts open', async () => {
    const clock = createManualClock();
    const { watch: _watch, ...store } = memoryAccountStore();
    const { accounts, orchestrator } = setUp({ store, clock });
    await accounts.add(ann);
    await orchestrator.generate(ASK);
    expect(clock.pendingTimers).toBe(1);
    await orchestrator.close();
    expect(clock.pendingTimers).toBe(0);
    expect(await accounts.list()).toHaveLength(1);
  });
});

describe('a worker on accounts of a store', () => {
  it('takes no task before it has its accounts', async () => {
    const env: Record<string, string> = {};
    const store = memoryAccountStore();
    await setUp({ store }).accounts.add(ann);
    const transport = memoryTransport();
    const provider = scriptedProvider({ id: 'one' });
    const shared = { providers: [provider], transport } as const;
    const accounts = storedAccounts({ store, sealingKey: sealingKeyFromEnv('KEY', env) });
    const blind = createWorker({ ...shared, accounts });
    await expect(blind.ready).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
    await using orchestrator = createOrchestrator({
      ...shared,
      planner: { provider: 'one', model: 'm' },
      accounts,
      store: memoryStore(),
      worker: false,
    });
    const run = orchestrator.map(['a'], 'Do it.');
    await expect.poll(() => run.snapshot().counts.queued).toBe(1);
    env['KEY'] = KEY;
    const seeing = createWorker({ ...shared, accounts });
    expect((await run.result).status).toBe('done');
    await blind.close();
    await seeing.close();
  });
});
