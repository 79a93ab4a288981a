import type { Account } from '../domain/account.ts';
import type { AccountFollower, AccountRecord, AccountStore, VersionedRecord } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';

export interface FollowOptions {
  readonly store: AccountStore;
  /** With its key. */
  open(record: AccountRecord): Promise<Account>;
  readonly clock: Clock;
  readonly pollMs: number;
  onProblem(error: unknown): void;
}

/** Keeps a follower up to date with a store. */
export interface StoreFollowing {
  /** Looks at once. The first time it rejects when the accounts cannot be had; after that `onProblem` is told. */
  sync(): Promise<void>;
  stop(): void;
}

/** An account whose key could not be opened. */
interface LeftOut {
  readonly id: string;
  readonly error: Error;
}

/**
 * An account whose key cannot be opened is left out, `onProblem` is told once, and it is tried again. While the store is away
 * the follower keeps what it has.
 */
export function followStore(follower: AccountFollower, options: FollowOptions): StoreFollowing {
  const { store, clock } = options;
  const known = new Map<string, number>();
  const troubles = new Map<string | undefined, string>();
  let version: number | undefined;
  let isStopped = false;
  let endWatch: (() => void) | undefined;
  let clearTimer = () => {};
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, so that no older state comes after a newer one. */
  function sync(): Promise<void> {
    const next = last.then(() => (endWatch === undefined ? begin() : lookAgain()));
    last = next.catch(() => {});
    return next;
  }

  async function begin(): Promise<void> {
    const failures = await look();
    if (known.size === 0 && failures.length > 0) throw failures[0]!.error;
    for (const { id, error } of failures) tell(id, error);
    endWatch = store.watch?.(() => void sync()) ?? poll();
    // What changed meanwhile.
    await lookAgain();
  }

  function poll(): () => void {
    const again = () => void (isStopped || wait());
    const wait = () =>
      (clearTimer = clock.setTimer(() => void sync().then(again), options.pollMs, { background: true }));
    wait();
    return () => clearTimer();
  }

  async function lookAgain(): Promise<void> {
    try {
      const failures = await look();
      troubles.delete(undefined);
      for (const { id, error } of failures) tell(id, error);
    } catch (error) {
      tell(undefined, error);
    }
  }

  async function look(): Promise<readonly LeftOut[]> {
    const found = await store.read(version);
    if (found === undefined || isStopped) return [];
    const failures = (await Promise.all(found.records.map(take))).filter((failure) => failure !== undefined);
    const there = new Set(found.records.map(({ id }) => id));
    for (const id of known.keys()) if (!there.has(id)) leave(id);
    // What could not be opened now is looked at again.
    version = failures.length === 0 ? found.version : undefined;
    return failures;
  }

  async function take(record: VersionedRecord): Promise<LeftOut | undefined> {
    const { id } = record;
    if (known.get(id) === record.version) return undefined;
    try {
      const account = await options.open(record);
      if (isStopped) return undefined;
      known.set(id, record.version);
      troubles.delete(id);
      follower.add(account);
      return undefined;
    } catch (error) {
      leave(id);
      return { id, error: error as Error };
    }
  }

  function leave(id: string): void {
    if (known.delete(id)) follower.remove(id);
  }

  /** Once, until it is over or something else. Without an id: the store. */
  function tell(id: string | undefined, error: unknown): void {
    const trouble = String(error);
    if (troubles.get(id) === trouble || isStopped) return;
    troubles.set(id, trouble);
    options.onProblem(error);
  }

  return {
    sync,
    stop() {
      isStopped = true;
      endWatch?.();
    },
  };
}
