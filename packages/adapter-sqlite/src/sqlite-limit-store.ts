import { systemClock, type LimitAnswer, type LimitExchange, type LimitReply, type LimitStore } from '@manyhands/core';
import { createDatabaseThread } from './database-thread.ts';
import { toThreadChange, toThreadRule } from './limits/spans.ts';
import type { ExchangeAnswer, GroupRequest } from './operations/exchange.ts';
import { checkOptions, type SqliteOptions } from './options.ts';

/**
 * Shares the limits of accounts between the processes of one machine that use one file. A file of its own is best, so that
 * reserving does not wait until a run is on the disk.
 *
 * What is counted survives `kill -9`; a power cut may take the last moments of it.
 *
 * @throws ConfigError when an option is wrong. Exchanges reject with the codes of `sqliteStore`; after
 * `MANYHANDS_DATABASE_BUSY` the same exchange may be sent again, it counts once.
 * @example
 * const limitStore = sqliteLimitStore({ path: 'out/limits.db' });
 */
export function sqliteLimitStore(options: SqliteOptions): LimitStore {
  const thread = createDatabaseThread({ ...checkOptions(options), synchronous: 'normal' });
  const { clock } = options;

  return {
    name: 'sqlite',
    async exchange(exchange) {
      const { owner, leaseMs } = exchange;
      const groups = toGroups(exchange, (clock ?? systemClock).now());
      const now = clock?.now();
      const request = { owner, leaseMs, groups, ...(now !== undefined && { now }) };
      return toReply(exchange, groups, await thread.call('exchange', request));
    },
    close: thread.close,
  };
}

/** What belongs to a group together. */
function toGroups({ rules, changes, asks }: LimitExchange, now: number): readonly GroupRequest[] {
  const keys = new Set([...changes, ...asks].map(({ group }) => group));
  const changesOf = Map.groupBy(changes, ({ group }) => group);
  const asksOf = Map.groupBy(asks, ({ group }) => group);
  return [...keys].map((group) => ({
    group,
    rules: (rules[group] ?? []).map((rule) => toThreadRule(rule, now)),
    changes: (changesOf.get(group) ?? []).map((change) => toThreadChange(change, now)),
    asks: asksOf.get(group) ?? [],
  }));
}

function toReply({ asks }: LimitExchange, groups: readonly GroupRequest[], answer: ExchangeAnswer): LimitReply {
  const waits = new Map(groups.map(({ group }, index) => [group, answer.waits[index]!.values()]));
  const answers = asks.map(({ group }): LimitAnswer => {
    const inMs = waits.get(group)!.next().value!;
    return inMs === 0 ? { type: 'reserved' } : { type: 'later', inMs };
  });
  return { answers, owners: answer.owners };
}
