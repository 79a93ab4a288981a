import { memoryLimitStore, memoryTransport } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  createOrchestrator,
  createWorker,
  type OrchestratorOptions,
  type Provider,
} from '../src/index.ts';
import { scriptedProvider } from '../src/testing/index.ts';
import { orchestrate } from './support/orchestrate.ts';
import { aPlan, aTask } from './support/plans.ts';

const provider = scriptedProvider({ id: 'one' });
const account = { id: 'a', provider: 'one', apiKey: 'sk-secret' };

function options(wrong: Record<string, unknown>): OrchestratorOptions<readonly Provider[]> {
  return {
    planner: { provider: 'one', model: 'm' },
    providers: [provider],
    accounts: [account],
    transport: memoryTransport(),
    ...wrong,
  };
}

function thrownBy(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('It was not refused with a ConfigError.');
}

describe('createOrchestrator refuses, before any call,', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['no planner', { planner: undefined }, 'MANYHANDS_NO_PLANNER', 'planner'],
    [
      'a planner of an unknown provider',
      { planner: { provider: 'x', model: 'm' } },
      'MANYHANDS_UNKNOWN_PROVIDER',
      'planner.provider',
    ],
    ['a planner without a model', { planner: { provider: 'one' } }, 'MANYHANDS_BAD_OPTION', 'planner.model'],
    ['no providers', { providers: [] }, 'MANYHANDS_NO_PROVIDER', 'providers'],
    ['two providers of one id', { providers: [provider, provider] }, 'MANYHANDS_DUPLICATE_PROVIDER', 'providers[1].id'],
    ['no accounts', { accounts: [] }, 'MANYHANDS_NO_ACCOUNTS', 'accounts'],
    ['limits that nobody keeps', { limits: { store: {} } }, 'MANYHANDS_NO_LIMIT_STORE', 'limits.store'],
    [
      'an unknown way to do without their store',
      { limits: { store: memoryLimitStore(), whenAway: 'hope' } },
      'MANYHANDS_BAD_OPTION',
      'limits.whenAway',
    ],
    [
      'an account of an unknown provider',
      { accounts: [{ ...account, provider: 'x' }] },
      'MANYHANDS_UNKNOWN_PROVIDER',
      'accounts[0].provider',
    ],
    ['two accounts of one id', { accounts: [account, account] }, 'MANYHANDS_DUPLICATE_ACCOUNT', 'accounts[1].id'],
    [
      'an account without a key',
      { accounts: [{ ...account, apiKey: ' ' }] },
      'MANYHANDS_ACCOUNT_KEY',
      'accounts[0].apiKey',
    ],
    [
      'limits that are not positive',
      { accounts: [{ ...account, limits: { requestsPerMinute: 0 } }] },
      'MANYHANDS_NOT_POSITIVE',
      'accounts[0].limits.requestsPerMinute',
    ],
    [
      'a limit nobody knows',
      { accounts: [{ ...account, limits: { rpm: 5 } }] },
      'MANYHANDS_BAD_OPTION',
      'accounts[0].limits',
    ],
    ['no transport', { transport: undefined }, 'MANYHANDS_NO_TRANSPORT', 'transport'],
    ['a transport that is none', { transport: { publish() {} } }, 'MANYHANDS_NO_TRANSPORT', 'transport'],
    ['a route to an unknown provider', { routes: { fast: ['x:m'] } }, 'MANYHANDS_UNKNOWN_PROVIDER', 'routes.fast[0]'],
    ['a route without a model', { routes: { fast: ['one'] } }, 'MANYHANDS_BAD_TARGET', 'routes.fast[0]'],
    [
      'a setting that is not positive',
      { settings: { maxAttempts: 0 } },
      'MANYHANDS_NOT_POSITIVE',
      'settings.maxAttempts',
    ],
  ])('%s', (_, wrong, code, path) => {
    const error = thrownBy(() => createOrchestrator(options(wrong)));
    expect({ code: error.code, path: error.path }).toEqual({ code, path });
    expect(error.message.length).toBeGreaterThan(path.length + 10);
    expect(error.message).not.toContain('sk-secret');
  });

  it('the same for a worker', () => {
    expect(thrownBy(() => createWorker(options({ accounts: [] }))).code).toBe('MANYHANDS_NO_ACCOUNTS');
  });
});

describe('start refuses, before any call,', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an empty goal', { goal: ' ' }, 'goal.goal'],
    ['a budget that is not positive', { goal: 'Do it.', budget: { usd: -1 } }, 'goal.budget.usd'],
    ['a plan of another form', { goal: 'Do it.', plan: { tasks: 'all' } }, 'goal.plan.tasks'],
    ['an output that is no schema', { goal: 'Do it.', output: { type: 'object' } }, 'goal.output'],
  ])('%s', async (_, goal, path) => {
    const { orchestrator, provider: scripted } = orchestrate();
    expect(thrownBy(() => orchestrator.start(goal as { goal: string })).path).toBe(path);
    expect(scripted.calls).toHaveLength(0);
    await orchestrator.close();
  });

  it('a plan that cannot work ends the run with all that is wrong with it', async () => {
    const { orchestrator, provider: scripted } = orchestrate();
    const plan = aPlan([aTask('a', { dependsOn: ['b'] }), aTask('b', { dependsOn: ['a'] })]);
    const result = await orchestrator.start({ goal: 'Do it.', plan }).result;
    expect(result).toMatchObject({ status: 'failed', failure: { message: expect.stringContaining('a') } });
    expect(scripted.calls).toHaveLength(0);
    await orchestrator.close();
  });

  it('anything after it was closed', async () => {
    const { orchestrator } = orchestrate();
    await orchestrator.close();
    expect(thrownBy(() => orchestrator.map(['a'], 'Do it.')).code).toBe('MANYHANDS_CLOSED');
  });
});
