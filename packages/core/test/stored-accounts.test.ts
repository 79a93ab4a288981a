import { randomBytes } from 'node:crypto';
import { memoryAccountStore } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import {
  sealingKeyFromEnv,
  storedAccounts,
  type Account,
  type AccountInput,
  type AccountStore,
  type StoredAccountsOptions,
} from '../src/index.ts';
import { createManualClock } from '../src/testing/index.ts';

const env = { MANYHANDS_KEY: randomBytes(32).toString('base64') };
const ann: AccountInput = {
  id: 'ann-openai',
  provider: 'openai',
  apiKey: 'sk-ann-1',
  owner: 'Ann@example.org',
  limits: { requestsPerMinute: 60 },
};

/** As a database, it cannot tell of changes. */
function quietStore(): AccountStore {
  const { watch: _watch, ...store } = memoryAccountStore();
  return store;
}

function setUp(options: Partial<StoredAccountsOptions> = {}) {
  const store = options.store ?? quietStore();
  const problems: unknown[] = [];
  const accounts = storedAccounts({
    store,
    sealingKey: sealingKeyFromEnv('MANYHANDS_KEY', env),
    onProblem: (error) => problems.push(error),
    ...options,
  });
  return { store, accounts, problems };
}

/** A pool as far as its accounts go. */
function aFollower() {
  const here = new Map<string, Account>();
  return {
    here,
    add: (account: Account) => void here.set(account.id, account),
    remove: (accountId: string) => void here.delete(accountId),
    keyOf: (accountId: string) => here.get(accountId)?.apiKey.reveal(),
  };
}

describe('accounts in a store', () => {
  it('come back as they were given, with their keys', async () => {
    const { accounts } = setUp();
    const follower = aFollower();
    await accounts.add({ ...ann, baseUrl: 'https://example.org/v1', quotaGroup: 'acme', share: 0.5 });
    await accounts.follow(follower);
    expect(follower.here.get('ann-openai')).toEqual({
      ...ann,
      baseUrl: 'https://example.org/v1',
      quotaGroup: 'acme',
      share: 0.5,
      disabled: false,
      apiKey: expect.anything() as unknown,
    });
    expect(follower.keyOf('ann-openai')).toBe('sk-ann-1');
  });

  it('are listed without keys, and by whose they are at every vendor', async () => {
    const { accounts } = setUp();
    await accounts.import([
      ann,
      { id: 'ann-qwen', provider: 'qwen', apiKey: 'sk-ann-2', owner: ' ann@example.org' },
      { id: 'bob', provider: 'qwen', apiKey: 'sk-bob', owner: 'bob@example.org' },
      { id: 'nobody', provider: 'qwen', apiKey: 'sk-nobody' },
    ]);
    const owners = await accounts.owners();
    expect(owners.map(({ owner, accounts }) => [owner, accounts.map(({ id }) => id)])).toEqual([
      ['ann@example.org', ['ann-openai', 'ann-qwen']],
      ['bob@example.org', ['bob']],
    ]);
    expect((await accounts.list('ANN@example.org')).map(({ id }) => id)).toEqual(['ann-openai', 'ann-qwen']);
    expect(JSON.stringify([owners, await accounts.list()])).not.toContain('sk-');
  });

  it('refuse one whose id is there, and changes of one that is not', async () => {
    const { accounts } = setUp();
    await accounts.add(ann);
    await expect(accounts.add(ann)).rejects.toMatchObject({ code: 'MANYHANDS_DUPLICATE_ACCOUNT', path: 'account.id' });
    const changes = [
      accounts.rotate('bob', 'sk'),
      accounts.disable('bob'),
      accounts.enable('bob'),
      accounts.remove('bob'),
      accounts.change('bob', {}),
    ];
    for (const change of changes) await expect(change).rejects.toMatchObject({ code: 'MANYHANDS_UNKNOWN_ACCOUNT' });
  });

  it('refuse what is not well formed, and show no key', async () => {
    const { accounts } = setUp();
    const wrong = { ...ann, apiKey: 'sk-hidden', limits: { requestsPerMinute: -1 } };
    const error: unknown = await accounts.import([ann, wrong]).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'MANYHANDS_NOT_POSITIVE', path: 'accounts[1].limits.requestsPerMinute' });
    expect(String(error) + JSON.stringify(error)).not.toContain('sk-');
    expect(await accounts.list()).toEqual([]);
    await accounts.add(ann);
    await expect(accounts.rotate(ann.id, ' ')).rejects.toMatchObject({ path: 'account.apiKey' });
    await expect(accounts.change(ann.id, { share: 2 })).rejects.toMatchObject({ path: 'account.share' });
  });

  it('are imported again without harm: only what differs is changed', async () => {
    const clock = createManualClock();
    const { accounts } = setUp({ clock });
    const bob = { id: 'bob', provider: 'qwen', apiKey: 'sk-bob' };
    expect(await accounts.import([ann, bob])).toEqual({ added: ['ann-openai', 'bob'], changed: [], unchanged: [] });
    await accounts.disable('bob');
    await clock.advance(1_000);
    const again = await accounts.import([{ ...ann, limits: { requestsPerMinute: 90 } }, bob]);
    expect(again).toEqual({ added: [], changed: ['ann-openai'], unchanged: ['bob'] });
    const [annStored, bobStored] = await accounts.list();
    expect(annStored).toMatchObject({ limits: { requestsPerMinute: 90 }, keySince: annStored!.addedAt });
    expect(bobStored).toMatchObject({ isDisabled: true });
    expect(await accounts.import([{ ...ann, apiKey: 'sk-new' }])).toMatchObject({ changed: ['ann-openai'] });
    expect((await accounts.list())[0]!.keySince).toBe(annStored!.addedAt + 1_000);
  });

  it('are imported once when several processes begin with the same', async () => {
    const store = quietStore();
    const given = Array.from({ length: 20 }, (_, index) => ({ ...ann, id: `a${index}` }));
    const imports = await Promise.all(Array.from({ length: 4 }, () => setUp({ store }).accounts.import(given)));
    expect(imports.flatMap(({ added }) => added).toSorted()).toEqual(given.map(({ id }) => id).toSorted());
    expect(imports.flatMap(({ changed }) => changed)).toEqual([]);
  });

  it('are all imported or none, when two have one id', async () => {
    const { accounts } = setUp();
    const twice = accounts.import([ann, { ...ann, id: 'bob' }, { ...ann, apiKey: 'sk-other' }]);
    await expect(twice).rejects.toMatchObject({ code: 'MANYHANDS_DUPLICATE_ACCOUNT', path: 'accounts[2].id' });
    expect(await accounts.list()).toEqual([]);
  });

  it('lose a fact that is taken away, and keep their key wherever they go', async () => {
    const { accounts } = setUp();
    const follower = aFollower();
    await accounts.add(ann);
    await accounts.follow(follower);
    await accounts.change(ann.id, { limits: undefined, baseUrl: 'https://example.org/v2' });
    const { limits, baseUrl, owner } = (await accounts.list())[0]!;
    expect({ limits, baseUrl, owner }).toEqual({
      limits: undefined,
      baseUrl: 'https://example.org/v2',
      owner: ann.owner,
    });
    expect(follower.keyOf(ann.id)).toBe('sk-ann-1');
  });

  it('keep every change when several are made at once', async () => {
    const store = quietStore();
    const processes = [setUp({ store }).accounts, setUp({ store }).accounts];
    await processes[0]!.add(ann);
    await Promise.all([
      processes[0]!.disable(ann.id),
      processes[1]!.rotate(ann.id, 'sk-ann-2'),
      processes[0]!.change(ann.id, { share: 0.5 }),
      processes[1]!.change(ann.id, { owner: 'bob@example.org' }),
    ]);
    const follower = aFollower();
    await processes[1]!.follow(follower);
    expect(follower.here.get(ann.id)).toMatchObject({ disabled: true, share: 0.5, owner: 'bob@example.org' });
    expect(follower.keyOf(ann.id)).toBe('sk-ann-2');
  });
});

describe('a process that uses accounts of a store', () => {
  it('has a change of its own when the change resolves', async () => {
    const { accounts } = setUp();
    const follower = aFollower();
    await accounts.follow(follower);
    await accounts.add(ann);
    expect(follower.keyOf(ann.id)).toBe('sk-ann-1');
    await accounts.rotate(ann.id, 'sk-ann-2');
    expect(follower.keyOf(ann.id)).toBe('sk-ann-2');
    await accounts.disable(ann.id);
    expect(follower.here.get(ann.id)?.disabled).toBe(true);
    await accounts.enable(ann.id);
    expect(follower.here.get(ann.id)?.disabled).toBe(false);
    await accounts.remove(ann.id);
    expect(follower.here.size).toBe(0);
  });

  it('has a change of another process within the time between two looks', async () => {
    const clock = createManualClock();
    const store = quietStore();
    const { accounts } = setUp({ store, clock, pollMs: 500 });
    const elsewhere = setUp({ store, clock }).accounts;
    const follower = aFollower();
    const stop = await accounts.follow(follower);
    await elsewhere.add(ann);
    expect(follower.here.size).toBe(0);
    await clock.advance(500);
    expect(follower.keyOf(ann.id)).toBe('sk-ann-1');
    await elsewhere.remove(ann.id);
    await clock.advance(500);
    expect(follower.here.size).toBe(0);
    stop();
    await elsewhere.add(ann);
    await clock.advance(5_000);
    expect(follower.here.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('has a change of another process at once, where the store can tell', async () => {
    const store = memoryAccountStore();
    const [here, elsewhere] = [setUp({ store }).accounts, setUp({ store }).accounts];
    const follower = aFollower();
    const stop = await here.follow(follower);
    await elsewhere.add(ann);
    await new Promise(setImmediate);
    expect(follower.keyOf(ann.id)).toBe('sk-ann-1');
    stop();
    await elsewhere.remove(ann.id);
    await new Promise(setImmediate);
    expect(follower.here.size).toBe(1);
  });

  it('is told only of what has changed', async () => {
    const { accounts } = setUp();
    await accounts.import([ann, { ...ann, id: 'other' }]);
    const told: string[] = [];
    await accounts.follow({ add: ({ id }) => void told.push(id), remove: (id) => void told.push(`-${id}`) });
    expect(told.splice(0)).toEqual(['ann-openai', 'other']);
    await accounts.change('other', { share: 0.5 });
    expect(told).toEqual(['other']);
  });

  it('keeps its accounts while the store is away, says so once, and catches up', async () => {
    const clock = createManualClock();
    const store = quietStore();
    let isAway = false;
    const flaky: AccountStore = {
      ...store,
      read: async (since) => {
        if (isAway) throw new Error('away');
        return store.read(since);
      },
    };
    const { accounts, problems } = setUp({ store: flaky, clock, pollMs: 100 });
    const follower = aFollower();
    await accounts.add(ann);
    await accounts.follow(follower);
    isAway = true;
    await clock.advance(1_000);
    expect(follower.here.size).toBe(1);
    expect(problems).toEqual([expect.objectContaining({ message: 'away' })]);
    await setUp({ store }).accounts.add({ ...ann, id: 'late' });
    isAway = false;
    await clock.advance(100);
    expect([...follower.here.keys()]).toEqual([ann.id, 'late']);
  });

  it('cannot begin while the accounts cannot be had', async () => {
    const store = quietStore();
    await setUp({ store }).accounts.add(ann);
    const away: AccountStore = { ...store, read: () => Promise.reject(new Error('away')) };
    await expect(setUp({ store: away }).accounts.follow(aFollower())).rejects.toThrow('away');
    const keyless = setUp({ store, sealingKey: sealingKeyFromEnv('MANYHANDS_KEY', {}) });
    await expect(keyless.accounts.follow(aFollower())).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
  });

  it('goes on without an account whose key does not open, says so, and takes it when it does', async () => {
    const clock = createManualClock();
    const store = quietStore();
    const { accounts, problems } = setUp({ store, clock, pollMs: 100 });
    await accounts.import([ann, { ...ann, id: 'other' }]);
    const follower = aFollower();
    await accounts.follow(follower);
    const stranger = setUp({ store, sealingKey: () => ({ id: 'theirs', key: randomBytes(32) }) }).accounts;
    await stranger.rotate('other', 'sk-other');
    await clock.advance(1_000);
    expect([...follower.here.keys()]).toEqual([ann.id]);
    expect(problems).toEqual([expect.objectContaining({ code: 'MANYHANDS_SEALING_KEY' })]);
    await accounts.rotate('other', 'sk-other-2');
    expect(follower.keyOf('other')).toBe('sk-other-2');
  });
});
