/** Rows that are deleted in one statement. */
const MAX_ROWS = 2_000;
/** A run that was leased and never begun is forgotten so long after its lease. */
const FORGET_AFTER_MS = 86_400_000;

/** Takes runs off the list, and says how many; those that somebody else is taking are left to him. What is left is swept. */
export function removeRunsQuery(schema: string): string {
  return `
    WITH forgotten AS (
      DELETE FROM ${schema}.heads WHERE last_seq = 0 AND lease_ends <= ${schema}.lease_clock() - ${FORGET_AFTER_MS}
    ), old AS (
      SELECT run, ended_at FROM (
        SELECT run, ended_at, row_number() OVER (ORDER BY ended_at DESC) AS place
        FROM ${schema}.runs WHERE ended_at IS NOT NULL
      ) AS ended
      WHERE ended_at < $1::float8 OR place > $2::bigint ORDER BY ended_at LIMIT $3
    ), chosen AS (
      SELECT run FROM ${schema}.heads WHERE run IN (SELECT run FROM old) FOR UPDATE SKIP LOCKED
    ), unlisted AS (
      DELETE FROM ${schema}.runs WHERE run IN (SELECT run FROM chosen)
    ), headless AS (
      DELETE FROM ${schema}.heads WHERE run IN (SELECT run FROM chosen)
    ), removed AS (
      INSERT INTO ${schema}.removed SELECT run FROM chosen RETURNING run
    )
    SELECT count(*)::int AS removed FROM removed`;
}

/** Deletes a piece of what is left of a removed run, and says whether there may be more. */
export function sweepQuery(schema: string): string {
  const piece = (table: string) =>
    `DELETE FROM ${schema}.${table} WHERE ctid IN
      (SELECT ctid FROM ${schema}.${table} WHERE run = (SELECT run FROM chosen) LIMIT ${MAX_ROWS}) RETURNING 1`;
  return `
    WITH chosen AS (
      SELECT run FROM ${schema}.removed ORDER BY run LIMIT 1 FOR UPDATE SKIP LOCKED
    ), events AS (${piece('events')}), tasks AS (${piece('tasks')}), finished AS (
      DELETE FROM ${schema}.removed WHERE run IN (SELECT run FROM chosen)
        AND (SELECT count(*) FROM events) < ${MAX_ROWS} AND (SELECT count(*) FROM tasks) < ${MAX_ROWS}
    )
    SELECT count(*) > 0 AS is_more FROM chosen`;
}
