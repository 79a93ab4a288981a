import {
  systemClock,
  type Clock,
  type LimitAnswer,
  type LimitExchange,
  type LimitReply,
  type LimitRule,
  type LimitStore,
} from '@manyhands/core';
import { createLimitGroup, type LimitGroup } from './limits/limit-group.ts';

export interface MemoryLimitStoreOptions {
  /** Default: the system clock. */
  readonly clock?: Clock;
}

interface KnownGroup {
  readonly group: LimitGroup;
  /** As last told. */
  rules: readonly LimitRule[];
}

/** Shares limits between orchestrators and workers of one process, as long as it lives. */
export function memoryLimitStore({ clock = systemClock }: MemoryLimitStoreOptions = {}): LimitStore {
  const groups = new Map<string, KnownGroup>();
  const leases = new Map<string, number>();

  function groupOf(key: string, rules: readonly LimitRule[]): KnownGroup {
    const known = groups.get(key) ?? { group: createLimitGroup(), rules };
    known.rules = rules;
    groups.set(key, known);
    return known;
  }

  function endLeases(now: number): void {
    for (const [owner, until] of leases) {
      if (until > now) continue;
      leases.delete(owner);
      for (const { group, rules } of groups.values()) group.forget({ owner, rules, now });
    }
  }

  function exchange({ owner, leaseMs, rules, changes, asks }: LimitExchange): LimitReply {
    const now = clock.now();
    leases.set(owner, now + leaseMs);
    endLeases(now);
    const actorOf = (key: string) => ({ owner, rules: rules[key] ?? [], now });
    for (const change of changes) {
      groupOf(change.group, rules[change.group] ?? []).group.change(change, actorOf(change.group));
    }
    const refused = new Map<string, LimitAnswer>();
    const answers = asks.map((ask) => {
      const before = refused.get(ask.group);
      if (before !== undefined) return before;
      const answer = groupOf(ask.group, rules[ask.group] ?? []).group.ask(ask, actorOf(ask.group));
      if (answer.type === 'later') refused.set(ask.group, answer);
      return answer;
    });
    return { answers, owners: leases.size };
  }

  return {
    name: 'memory',
    // What is asked in this turn of the loop is one exchange after the other: nothing comes between.
    exchange: (asked) => Promise.resolve(exchange(asked)),
    close: () => Promise.resolve(),
  };
}
