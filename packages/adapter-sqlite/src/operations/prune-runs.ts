import type { PruneRequest } from '@manyhands/core';
import type { File } from '../file/open-file.ts';
import type { Timed } from './leases.ts';

/** Rows that are deleted, and pages that are given back to the disk, in one go. */
const MAX_ROWS = 1_000;
const MAX_PAGES = 500;
/** A run that was leased and never begun is forgotten so long after its lease. */
const FORGET_AFTER_MS = 86_400_000;

export function createPruneRuns(file: File) {
  const choose = file.prepare(`
    SELECT run FROM (SELECT run, ended_at, row_number() OVER (ORDER BY ended_at DESC) AS place FROM runs WHERE ended_at IS NOT NULL)
    WHERE ended_at < $endedBefore OR place > $keep ORDER BY ended_at LIMIT $maxRuns`);
  const forget = file.prepare(`DELETE FROM heads WHERE run IN
    (SELECT run FROM heads WHERE last_seq = 0 AND lease_ends <= ? LIMIT ${MAX_ROWS})`);
  const removals = [
    'INSERT INTO removed VALUES (?)',
    'DELETE FROM runs WHERE run = ?',
    'DELETE FROM heads WHERE run = ?',
  ];
  const remove = removals.map((sql) => file.prepare(sql));
  const findRemoved = file.prepare('SELECT run FROM removed LIMIT 1');
  const deleteEvents = file.prepare(`DELETE FROM events WHERE id IN
    (SELECT id FROM events WHERE id BETWEEN $run << 32 AND ($run << 32) + 4294967295 LIMIT ${MAX_ROWS})
    RETURNING blob`);
  const deleteBlob = file.prepare(
    'DELETE FROM blobs WHERE hash = $blob AND NOT EXISTS (SELECT 1 FROM events WHERE blob = $blob)',
  );
  const deleteTasks = file.prepare(
    `DELETE FROM tasks WHERE rowid IN (SELECT rowid FROM tasks WHERE run = $run LIMIT ${MAX_ROWS})`,
  );
  const forgetRemoved = file.prepare('DELETE FROM removed WHERE run = ?');
  const countFree = file.prepare('PRAGMA freelist_count');
  const shrink = file.prepare(`PRAGMA incremental_vacuum(${MAX_PAGES})`);

  function sweepRun(run: number): void {
    const events = deleteEvents.all({ run }) as unknown as { readonly blob: string | null }[];
    for (const blob of new Set(events.map((event) => event.blob))) if (blob !== null) deleteBlob.run({ blob });
    const tasks = Number(deleteTasks.run({ run }).changes);
    if (events.length < MAX_ROWS && tasks < MAX_ROWS) forgetRemoved.run(run);
  }

  /** Whether there is more. */
  function giveBackRoom(): boolean {
    const before = freePages();
    shrink.all();
    const after = freePages();
    return after > 0 && after < before;
  }

  function freePages(): number {
    return Number(countFree.get()?.['freelist_count']);
  }

  return {
    /** Takes runs off the list: how many. What is left of them is swept. */
    removeRuns({ endedBefore, keep, maxRuns, now }: PruneRequest & Timed): number {
      return file.write(() => {
        forget.run((now ?? Date.now()) - FORGET_AFTER_MS);
        const runs = choose.all({ endedBefore: endedBefore ?? null, keep: keep ?? null, maxRuns }) as unknown as {
          readonly run: number;
        }[];
        for (const { run } of runs) for (const statement of remove) statement.run(run);
        return runs.length;
      });
    },
    /** One piece of what is left of removed runs, and of the room they had: whether there may be more. */
    sweep(): boolean {
      return file.write(() => {
        const found = findRemoved.get() as { readonly run: number } | undefined;
        if (found !== undefined) sweepRun(found.run);
        return giveBackRoom() || found !== undefined;
      });
    },
  };
}
