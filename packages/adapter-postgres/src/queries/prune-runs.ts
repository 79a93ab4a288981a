/** Rows that are deleted in one statement. */
const MAX_ROWS = 1_000;
/** A run that was leased and never begun is forgotten so long after its lease. */
const FORGET_AFTER_MS = 86_400_000;

/** Takes runs off the list, and says how many; those that somebody else is taking are left to him. What is left is swept. */
export function removeRunsQuery(schema: string): string {
  return `
    WITH forgotten AS (
      DELETE FROM ${schema}.heads WHERE run IN (
        SELECT run FROM ${schema}.heads WHERE last_seq = 0 AND lease_ends <= ${schema}.lease_clock() - ${FORGET_AFTER_MS}
        LIMIT ${MAX_ROWS} FOR UPDATE SKIP LOCKED
      )
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
  return `SELECT ${schema}.sweep_runs(${MAX_ROWS}) AS is_more`;
}
