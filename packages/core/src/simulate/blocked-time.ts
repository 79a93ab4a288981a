import type { LimitName } from '../domain/limits.ts';
import type { PoolStatus } from '../ports/balancer.ts';

/** What kept tasks waiting: a limit of the accounts, or how many a process may hold at once. */
export type BindingLimit = LimitName | 'maxInFlight';

export interface Blocked {
  readonly limit: BindingLimit;
  /** Part of the makespan, 0 to 1. */
  readonly share: number;
}

export interface BlockedTime {
  /** Time is about to move on; `isHeldBack`: tasks are ready that the process may not hold yet. */
  onAdvance(toMs: number, isHeldBack: boolean): void;
  of(accountId: string): readonly Blocked[];
}

/** A look at the pool is taken once in this part of the time so far, so that long forecasts take few of them. */
const LOOK_EVERY_SHARE = 0.001;
const LOOK_EVERY_MS = 50;

/** Counts for each account how long tasks waited while one of its limits was the tightest. */
export function createBlockedTime(startedAt: number, status: () => PoolStatus): BlockedTime {
  const blockedMs = new Map<string, Map<BindingLimit, number>>();
  let lookedAt = startedAt;
  let endedAt = startedAt;

  function add(accountId: string, limit: BindingLimit, ms: number): void {
    const known = blockedMs.get(accountId) ?? new Map<BindingLimit, number>();
    blockedMs.set(accountId, known.set(limit, (known.get(limit) ?? 0) + ms));
  }

  return {
    onAdvance(toMs, isHeldBack) {
      endedAt = toMs;
      const elapsed = toMs - lookedAt;
      if (elapsed < Math.max(LOOK_EVERY_MS, LOOK_EVERY_SHARE * (toMs - startedAt))) return;
      lookedAt = toMs;
      const { waiting, accounts } = status();
      if (waiting === 0 && !isHeldBack) return;
      for (const { accountId, limits } of accounts) {
        const limit = waiting === 0 ? 'maxInFlight' : tightest(limits);
        if (limit !== undefined) add(accountId, limit, elapsed);
      }
    },
    of: (accountId) =>
      [...(blockedMs.get(accountId) ?? [])]
        .map(([limit, ms]) => ({ limit, share: ms / Math.max(1, endedAt - startedAt) }))
        .toSorted((a, b) => b.share - a.share),
  };
}

function tightest(limits: PoolStatus['accounts'][number]['limits']): LimitName | undefined {
  let found: { readonly name: LimitName; readonly fill: number } | undefined;
  for (const { name, used, limit } of limits) {
    if (found === undefined || used / limit > found.fill) found = { name, fill: used / limit };
  }
  return found?.name;
}
