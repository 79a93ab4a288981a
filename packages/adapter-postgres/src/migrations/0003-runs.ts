import type { Migration } from '../migrate.ts';

/** Runs: their logs, who drives them, and what is folded from them. Times of events are epoch ms, of leases by the database's clock. */
export const runs: Migration = {
  name: 'runs',
  sql: (schema) => `
-- What an append changes of every run: small, and nothing in it grows. Numbers of runs are not used again.
CREATE TABLE ${schema}.heads (
  run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id text NOT NULL UNIQUE,
  last_seq bigint NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0,
  owner text NOT NULL DEFAULT '',
  lease_ends float8 NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- The log. JSON as text: it is given back as it came, and nothing looks into it on the way.
CREATE TABLE ${schema}.events (
  run bigint NOT NULL,
  seq bigint NOT NULL,
  body text NOT NULL,
  -- Hash of its large value, which is then not in its body.
  blob text,
  PRIMARY KEY (run, seq)
);

CREATE INDEX ON ${schema}.events (blob) WHERE blob IS NOT NULL;

-- Large values, each once, by the SHA-256 of its JSON.
CREATE TABLE ${schema}.blobs (
  hash text PRIMARY KEY,
  json text NOT NULL
);

CREATE TABLE ${schema}.runs (
  run bigint PRIMARY KEY,
  run_id text NOT NULL,
  goal text NOT NULL,
  started_at float8 NOT NULL,
  -- Null while it has not ended.
  status text,
  ended_at float8
);
CREATE INDEX ON ${schema}.runs (started_at);
CREATE INDEX ON ${schema}.runs (ended_at);

CREATE TABLE ${schema}.tasks (
  run bigint NOT NULL,
  task_id text NOT NULL,
  kind text,
  round int,
  title text,
  route text,
  status text,
  attempts int NOT NULL,
  account_id text,
  target text,
  started_at float8,
  ended_at float8,
  result_seq bigint,
  reason text,
  calls bigint NOT NULL,
  input_tokens float8 NOT NULL,
  output_tokens float8 NOT NULL,
  cost_usd float8 NOT NULL,
  PRIMARY KEY (run, task_id)
) WITH (fillfactor = 60);

-- A result is in the log, or is one of its blobs, and nowhere else.
CREATE VIEW ${schema}.results AS
SELECT runs.run_id, tasks.task_id, tasks.account_id, tasks.target, tasks.ended_at,
  coalesce(blobs.json::json, events.body::json -> 'output') AS output
FROM ${schema}.tasks
JOIN ${schema}.runs ON runs.run = tasks.run
JOIN ${schema}.events ON events.run = tasks.run AND events.seq = tasks.result_seq
LEFT JOIN ${schema}.blobs ON blobs.hash = events.blob;

-- Runs that are no longer there, and of which some rows still are.
CREATE TABLE ${schema}.removed (run bigint PRIMARY KEY);

-- A function of its own, so that a test can set it.
CREATE FUNCTION ${schema}.lease_clock() RETURNS float8 LANGUAGE sql VOLATILE
AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 $$;
`,
};
