import type {
  LimitAnswer,
  LimitAsk,
  LimitChange,
  LimitExchange,
  LimitReply,
  LimitRule,
  LimitStore,
} from '@manyhands/core';
import { openDatabase, type PostgresOptions } from './database.ts';
import { toDatabaseError } from './to-database-error.ts';

/**
 * Shares the limits of accounts between all processes that use one database, by the database's clock. An exchange is one
 * statement; the groups it names are locked while it runs, others are not.
 *
 * @throws ConfigError when an option is wrong. Exchanges reject with `MANYHANDS_DATABASE_AWAY` while the database cannot be
 * reached: the same exchange may then be sent again, it counts once.
 * @example
 * const limitStore = postgresLimitStore({ connectionString: process.env.DATABASE_URL });
 */
export function postgresLimitStore(options: PostgresOptions): LimitStore {
  const database = openDatabase(options);
  const statement = `SELECT ${database.schema}.limit_exchange($1) AS reply`;
  return {
    name: 'postgres',
    async exchange(exchange) {
      try {
        const pool = await database.ready();
        const { rows } = await pool.query(statement, [JSON.stringify(toBody(exchange))]);
        return toReply(exchange, rows[0]?.reply as Reply);
      } catch (error) {
        throw toDatabaseError(error);
      }
    },
    close: database.close,
  };
}

interface GroupPart {
  readonly rules: readonly LimitRule[];
  changes?: LimitChange[];
  asks?: LimitAsk[];
}

/** As the function of the database takes it: what belongs to a group together. */
function toBody({ owner, leaseMs, rules, changes, asks }: LimitExchange) {
  const groups: Record<string, GroupPart> = {};
  const partOf = (group: string) => (groups[group] ??= { rules: rules[group] ?? [] });
  for (const change of changes) (partOf(change.group).changes ??= []).push(change);
  for (const ask of asks) (partOf(ask.group).asks ??= []).push(ask);
  return { owner, leaseMs: Math.ceil(leaseMs), groups };
}

interface Reply {
  /** Of the asks of each group, in ms; 0: reserved. */
  readonly waits: Readonly<Record<string, readonly number[]>>;
  readonly owners: number;
}

function toReply({ asks }: LimitExchange, { waits, owners }: Reply): LimitReply {
  const next = new Map<string, number>();
  const answers = asks.map(({ group }): LimitAnswer => {
    const index = next.get(group) ?? 0;
    next.set(group, index + 1);
    const inMs = waits[group]![index]!;
    return inMs === 0 ? { type: 'reserved' } : { type: 'later', inMs };
  });
  return { answers, owners };
}
