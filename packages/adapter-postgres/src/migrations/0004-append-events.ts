import type { Migration } from '../migrate.ts';

/**
 * Appends as one statement. `appends` are taken in their order: runId, fence, firstSeq, count and changes; `bodies` are the
 * events of all of them, with the `hashes` and JSON of their `blobs` or null. Gives what became of each: a number is where the log of its run ends instead.
 */
export const appendEvents: Migration = {
  name: 'append events',
  sql: (schema) => `
CREATE FUNCTION ${schema}.change_rows(in_run bigint, in_run_id text, changes jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF changes ? 'started' THEN
    INSERT INTO ${schema}.runs (run, run_id, goal, started_at)
    VALUES (in_run, in_run_id, changes->'started'->>'goal', (changes->'started'->>'at')::float8);
  END IF;
  IF changes ? 'ended' THEN
    UPDATE ${schema}.runs SET status = changes->'ended'->>'status', ended_at = (changes->'ended'->>'at')::float8
    WHERE run = in_run;
  ELSE
    UPDATE ${schema}.runs SET status = NULL, ended_at = NULL WHERE run = in_run AND ended_at IS NOT NULL;
  END IF;
  INSERT INTO ${schema}.tasks AS known (
    run, task_id, kind, round, title, route, status, attempts, account_id, target, started_at, ended_at, result_seq, reason,
    calls, input_tokens, output_tokens, cost_usd
  )
  SELECT in_run, "taskId", kind, round, title, route, status, coalesce(attempts, 0), "accountId", target, "startedAt",
    "endedAt", "resultSeq", reason, calls, "inputTokens", "outputTokens", "costUsd"
  FROM jsonb_to_recordset(changes->'tasks') AS task (
    "taskId" text, kind text, round int, title text, route text, status text, attempts int, "accountId" text, target text,
    "startedAt" float8, "endedAt" float8, "resultSeq" bigint, reason text, calls bigint, "inputTokens" float8,
    "outputTokens" float8, "costUsd" float8
  )
  ON CONFLICT (run, task_id) DO UPDATE SET
    status = coalesce(excluded.status, known.status),
    attempts = greatest(excluded.attempts, known.attempts),
    account_id = coalesce(excluded.account_id, known.account_id),
    target = coalesce(excluded.target, known.target),
    started_at = coalesce(excluded.started_at, known.started_at),
    ended_at = coalesce(excluded.ended_at, known.ended_at),
    result_seq = coalesce(excluded.result_seq, known.result_seq),
    reason = coalesce(excluded.reason, known.reason),
    calls = known.calls + excluded.calls,
    input_tokens = known.input_tokens + excluded.input_tokens,
    output_tokens = known.output_tokens + excluded.output_tokens,
    cost_usd = known.cost_usd + excluded.cost_usd;
END $$;

CREATE FUNCTION ${schema}.append_events(appends jsonb, bodies text[], hashes text[], blobs text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  wanted text[] := ARRAY(SELECT DISTINCT value->>'runId' FROM jsonb_array_elements(appends) ORDER BY 1);
  append jsonb;
  head record;
  size int;
  taken int := 0;
  stored text[] := '{}';
  outcomes text[] := '{}';
BEGIN
  -- Runs are locked in the same order by everybody; from here on nobody else changes them or takes them over.
  INSERT INTO ${schema}.heads (run_id)
  SELECT name FROM unnest(wanted) AS name WHERE NOT EXISTS (SELECT FROM ${schema}.heads WHERE run_id = name)
  ORDER BY name ON CONFLICT DO NOTHING;
  PERFORM FROM ${schema}.heads WHERE run_id = ANY (wanted) ORDER BY run_id FOR NO KEY UPDATE;

  FOR append IN SELECT value FROM jsonb_array_elements(appends) LOOP
    size := (append->>'count')::int;
    SELECT run, last_seq, fence INTO head FROM ${schema}.heads WHERE run_id = append->>'runId';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'run % was removed at this moment', append->>'runId' USING ERRCODE = 'serialization_failure';
    END IF;
    IF (append->>'fence')::bigint < head.fence THEN
      outcomes := outcomes || 'fenced'::text;
    ELSIF size > 0 AND (append->>'firstSeq')::bigint <> head.last_seq + 1 THEN
      outcomes := outcomes || head.last_seq::text;
    ELSE
      IF size > 0 THEN
        INSERT INTO ${schema}.events (run, seq, body, blob)
        SELECT head.run, head.last_seq + number, body, hash
        FROM unnest(bodies[taken + 1 : taken + size], hashes[taken + 1 : taken + size])
          WITH ORDINALITY AS given (body, hash, number);
        stored := stored || array_remove(hashes[taken + 1 : taken + size], NULL);
        UPDATE ${schema}.heads SET last_seq = last_seq + size WHERE run = head.run;
        PERFORM ${schema}.change_rows(head.run, append->>'runId', append->'changes');
      END IF;
      outcomes := outcomes || 'stored'::text;
    END IF;
    taken := taken + size;
  END LOOP;

  -- Also those that are there are locked, in the same order by everybody: nobody removes them while their event is not yet seen.
  INSERT INTO ${schema}.blobs AS known (hash, json)
  SELECT DISTINCT ON (hash) hash, json FROM unnest(hashes, blobs) AS given (hash, json)
  WHERE hash = ANY (stored) ORDER BY hash
  ON CONFLICT (hash) DO UPDATE SET hash = known.hash;
  RETURN outcomes;
END $$;
`,
};
