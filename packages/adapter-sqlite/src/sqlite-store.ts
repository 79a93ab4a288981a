import { fencedError, type Store } from '@manyhands/core';
import { createAppendQueue, readPages } from '@manyhands/core/store';
import { createDatabaseThread } from './database-thread.ts';
import { checkOptions, type SqliteOptions } from './options.ts';

/**
 * Keeps runs in a file: one machine, no server. Several processes may share the file. What was stored survives `kill -9` and a
 * power cut. The database has a thread of its own, so that the disk holds nobody up.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use:
 * `MANYHANDS_DATABASE_NOT_WRITABLE`, `MANYHANDS_DATABASE_FULL`, `MANYHANDS_DATABASE_IO`, `MANYHANDS_DATABASE_CORRUPT`,
 * `MANYHANDS_DATABASE_FOREIGN`, `MANYHANDS_DATABASE_BUSY` (trying again helps), `MANYHANDS_STORE_NEWER_SCHEMA`
 * @example
 * const store = sqliteStore({ path: 'out/manyhands.db' });
 */
export function sqliteStore(options: SqliteOptions): Store {
  const thread = createDatabaseThread({ ...checkOptions(options), synchronous: 'full' });
  const queue = createAppendQueue((appends) => thread.call('append', appends));
  const now = () => (options.clock === undefined ? {} : { now: options.clock.now() });

  return {
    name: 'sqlite',
    append: queue.append,
    read: (runId, fromSeq = 1) => readPages((from) => thread.call('read', { runId, fromSeq: from }), fromSeq),
    list: (options = {}) => thread.call('list', options),
    lease: (runId, request) => thread.call('lease', { ...request, ...now(), runId }),
    async renew({ runId, fence }, forMs) {
      const lease = await thread.call('renew', { runId, fence, forMs, ...now() });
      if (lease === undefined) throw fencedError(runId);
      return lease;
    },
    async release({ runId, fence }) {
      await thread.call('renew', { runId, fence, forMs: 0, ...now() });
    },
    async prune(request) {
      const removed = await thread.call('removeRuns', { ...request, ...now() });
      while (await thread.call('sweep'));
      return removed;
    },
    async close() {
      await queue.settled();
      await thread.close();
    },
  };
}
