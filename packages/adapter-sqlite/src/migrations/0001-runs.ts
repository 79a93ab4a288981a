/** Runs: their logs, who drives them, and what is folded from them. Times are epoch ms. */
export const runs = `
-- What an append changes of every run: small, and nothing in it grows. Numbers of runs are not used again.
CREATE TABLE heads (
  run INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  last_seq INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',
  lease_ends REAL NOT NULL DEFAULT 0
);

-- The log. Its key is run * 2^32 + seq: one tree, in the order in which it is written and read.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  -- Hash of its large value, which is then not in its body.
  blob TEXT,
  run INTEGER GENERATED ALWAYS AS (id >> 32) VIRTUAL,
  seq INTEGER GENERATED ALWAYS AS (id & 4294967295) VIRTUAL
);

CREATE INDEX events_blob ON events (blob) WHERE blob IS NOT NULL;

-- Large values, each once, by the SHA-256 of its JSON.
CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  json TEXT NOT NULL
);

CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  goal TEXT NOT NULL,
  started_at REAL NOT NULL,
  -- Null while it has not ended.
  status TEXT,
  ended_at REAL
);
CREATE INDEX runs_started ON runs (started_at);
CREATE INDEX runs_ended ON runs (ended_at);

-- In the order in which they were added, so that tasks that run at the same time are neighbours.
CREATE TABLE tasks (
  run INTEGER NOT NULL,
  task_id TEXT NOT NULL,
  kind TEXT,
  round INTEGER,
  title TEXT,
  route TEXT,
  status TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  account_id TEXT,
  target TEXT,
  started_at REAL,
  ended_at REAL,
  result_seq INTEGER,
  reason TEXT,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  UNIQUE (run, task_id)
);

-- A result is in the log, or is one of its blobs, and nowhere else.
CREATE VIEW results AS
SELECT runs.run_id, tasks.task_id, tasks.account_id, tasks.target, tasks.ended_at,
  CASE WHEN events.blob IS NULL THEN json_extract(events.body, '$.output') ELSE json_extract(blobs.json, '$') END AS output
FROM tasks
JOIN runs ON runs.run = tasks.run
JOIN events ON events.id = (tasks.run << 32) + tasks.result_seq
LEFT JOIN blobs ON blobs.hash = events.blob;

-- Runs that are no longer there, and of which some rows still are.
CREATE TABLE removed (run INTEGER PRIMARY KEY);
`;
