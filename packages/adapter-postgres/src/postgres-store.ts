import { fencedError, systemClock, type Clock, type Store } from '@manyhands/core';
import { createAppendQueue, readPages } from '@manyhands/core/store';
import { createQuery } from './create-query.ts';
import { openDatabase, type PostgresOptions } from './database.ts';
import { appendEventsQuery, toAppendValues, toOutcome } from './queries/append-events.ts';
import { leaseQuery, renewQuery, toLease } from './queries/leases.ts';
import { listRunsQuery, toSummary } from './queries/list-runs.ts';
import { removeRunsQuery, sweepQuery } from './queries/prune-runs.ts';
import { readEventsQuery, toPage } from './queries/read-events.ts';
import { whileAway } from './while-away.ts';

export interface PostgresStoreOptions extends PostgresOptions {
  /**
   * How long to try again while the database cannot be reached, in ms; then `MANYHANDS_DATABASE_AWAY`. Nothing is stored twice
   * by it. Default 30,000.
   */
  readonly awayTimeoutMs?: number;
  /** Of the pauses meanwhile; leases go by the clock of the database. Default: the system clock. */
  readonly clock?: Clock;
}

const DEFAULT_AWAY_TIMEOUT_MS = 30_000;

/**
 * Keeps runs in PostgreSQL, for several machines. What was stored is as safe as the database's `synchronous_commit` makes it.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use: `MANYHANDS_DATABASE_AWAY` (trying
 * again helps), `MANYHANDS_DATABASE_REFUSED`, `MANYHANDS_DATABASE_NOT_WRITABLE`, `MANYHANDS_DATABASE_FULL`,
 * `MANYHANDS_DATABASE_CORRUPT`, `MANYHANDS_STORE_NEWER_SCHEMA`, `MANYHANDS_STORE_CLOSED`, `MANYHANDS_DATABASE`
 * @example
 * const store = postgresStore({ connectionString: process.env.DATABASE_URL });
 */
export function postgresStore(options: PostgresStoreOptions): Store {
  const database = openDatabase(options);
  const { schema } = database;
  const { clock = systemClock, awayTimeoutMs = DEFAULT_AWAY_TIMEOUT_MS } = options;

  /** Of statements that may be made twice without harm. */
  const query = createQuery(database, (attempt) => whileAway(clock, awayTimeoutMs, attempt));
  const append = appendEventsQuery(schema);
  const read = readEventsQuery(schema);
  const lease = leaseQuery(schema);
  const renew = renewQuery(schema);

  const queue = createAppendQueue(async (appends) => {
    const [row] = await query<{ readonly outcomes: string[] }>(append, ...toAppendValues(appends));
    return row!.outcomes.map(toOutcome);
  });

  return {
    name: 'postgres',
    append: queue.append,
    read: (runId, fromSeq = 1) =>
      readPages(async (from) => {
        const [row] = await query<Parameters<typeof toPage>[0]>(read, runId, from);
        return toPage(row!, from);
      }, fromSeq),
    async list({ state, limit } = {}) {
      const rows = await query<Parameters<typeof toSummary>[0]>(listRunsQuery(schema), state ?? null, limit ?? null);
      return rows.map(toSummary);
    },
    async lease(runId, { owner, forMs, from }) {
      while (true) {
        const [row] = await query<Parameters<typeof toLease>[1]>(lease, runId, owner, forMs, from ?? null);
        if (row !== undefined) return toLease(runId, row);
      }
    },
    async renew({ runId, fence }, forMs) {
      const [row] = await query<Parameters<typeof toLease>[1]>(renew, runId, fence, forMs);
      if (row === undefined) throw fencedError(runId);
      return toLease(runId, row);
    },
    async release({ runId, fence }) {
      await query(renew, runId, fence, 0);
    },
    async prune({ endedBefore, keep, maxRuns }) {
      const values = [endedBefore ?? null, keep ?? null, maxRuns];
      const [row] = await query<{ readonly removed: number }>(removeRunsQuery(schema), ...values);
      while ((await query<{ readonly is_more: boolean }>(sweepQuery(schema)))[0]?.is_more);
      return row!.removed;
    },
    async close() {
      await queue.settled();
      await database.close();
    },
  };
}
