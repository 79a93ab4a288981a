import type { File } from '../file/open-file.ts';

/** Rows of each table that are cleared away in one exchange. */
const MAX_ROWS = 500;
/** A day after its lease nothing of an owner counts any more, in groups that nobody asks for either. */
const FORGET_AFTER_MS = 86_400_000;

/** The processes that share the limits. */
export function createOwners(file: File) {
  const renew = file.prepare(
    'INSERT INTO limit_owners VALUES (?, ?) ON CONFLICT DO UPDATE SET lease_ends = excluded.lease_ends',
  );
  const count = file.prepare('SELECT count(*) AS owners FROM limit_owners WHERE lease_ends > ?');
  const findGone = file.prepare('SELECT owner FROM limit_owners WHERE lease_ends <= ?');
  const clearCalls = file.prepare(`
    DELETE FROM limit_reservations WHERE id IN (
      SELECT id FROM limit_reservations JOIN limit_owners USING (owner) WHERE lease_ends <= ? - ${FORGET_AFTER_MS}
      LIMIT ${MAX_ROWS})`);
  const clearing = [
    `DELETE FROM limit_owners WHERE lease_ends <= ? AND owner NOT IN (SELECT owner FROM limit_reservations)`,
    `DELETE FROM limit_line WHERE place IN (SELECT place FROM limit_line WHERE place_ends <= ? LIMIT ${MAX_ROWS})`,
    `DELETE FROM limit_taken WHERE (group_key, per, counts_until) IN
      (SELECT group_key, per, counts_until FROM limit_taken WHERE counts_until <= ? LIMIT ${MAX_ROWS})`,
  ].map((sql) => file.prepare(sql));

  return {
    renew: (owner: string, leaseEnds: number): void => void renew.run(owner, leaseEnds),
    /** Those whose lease has ended, and of whom something is left. */
    gone: (at: number) => (findGone.all(at) as unknown as { readonly owner: string }[]).map(({ owner }) => owner),
    /** Clears away a piece of what no longer counts, of groups that nobody asks for too. */
    clear(at: number): void {
      for (const statement of [clearCalls, ...clearing]) statement.run(at);
    },
    count: (at: number) => (count.get(at) as { readonly owners: number }).owners,
  };
}
