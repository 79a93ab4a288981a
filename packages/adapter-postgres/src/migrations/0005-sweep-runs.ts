import type { Migration } from '../migrate.ts';

/** Deletes at most `max_rows` of what is left of a removed run, and the blobs that nobody refers to any more. Is there more? */
export const sweepRuns: Migration = {
  name: 'sweep runs',
  sql: (schema) => `
CREATE FUNCTION ${schema}.sweep_runs(max_rows int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  chosen bigint;
  hashes text[];
  deleted_events int;
  deleted_tasks int;
BEGIN
  SELECT run INTO chosen FROM ${schema}.removed ORDER BY run LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  WITH deleted AS (
    DELETE FROM ${schema}.events
    WHERE run = chosen AND seq IN (SELECT seq FROM ${schema}.events WHERE run = chosen ORDER BY seq LIMIT max_rows)
    RETURNING blob
  )
  SELECT count(*), array_agg(DISTINCT blob) FILTER (WHERE blob IS NOT NULL) INTO deleted_events, hashes FROM deleted;

  -- Appends lock the blobs they refer to. Who waits for them here sees their events in the statement that comes next.
  PERFORM FROM ${schema}.blobs WHERE hash = ANY (hashes) ORDER BY hash FOR UPDATE;
  DELETE FROM ${schema}.blobs
  WHERE hash = ANY (hashes) AND NOT EXISTS (SELECT FROM ${schema}.events WHERE blob = hash);

  DELETE FROM ${schema}.tasks
  WHERE run = chosen AND task_id IN (SELECT task_id FROM ${schema}.tasks WHERE run = chosen LIMIT max_rows);
  GET DIAGNOSTICS deleted_tasks = ROW_COUNT;

  IF deleted_events < max_rows AND deleted_tasks < max_rows THEN
    DELETE FROM ${schema}.removed WHERE run = chosen;
  END IF;
  RETURN true;
END $$;
`,
};
