/**
 * Limits that are shared. What was taken counts until a moment, in one sum for each hundredth of a span; times are epoch ms of
 * this machine's clock.
 */
export const limits = `
CREATE TABLE limit_owners (
  owner TEXT PRIMARY KEY,
  lease_ends REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE limit_taken (
  group_key TEXT NOT NULL,
  per TEXT NOT NULL,
  counts_until REAL NOT NULL,
  requests REAL NOT NULL,
  input_tokens REAL NOT NULL,
  output_tokens REAL NOT NULL,
  tokens REAL NOT NULL,
  PRIMARY KEY (group_key, per, counts_until)
) WITHOUT ROWID;

CREATE TABLE limit_reservations (
  id TEXT PRIMARY KEY,
  group_key TEXT NOT NULL,
  owner TEXT NOT NULL,
  requests REAL NOT NULL,
  input_tokens REAL NOT NULL,
  output_tokens REAL NOT NULL,
  tokens REAL NOT NULL,
  is_started INTEGER NOT NULL,
  -- Of one that has started: until when it counts in each kind of window.
  second_until REAL,
  minute_until REAL,
  day_until REAL
);
CREATE INDEX limit_reservations_group ON limit_reservations (group_key);

CREATE TABLE limit_line (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  group_key TEXT NOT NULL,
  owner TEXT NOT NULL,
  id TEXT NOT NULL,
  requests REAL NOT NULL,
  input_tokens REAL NOT NULL,
  output_tokens REAL NOT NULL,
  tokens REAL NOT NULL,
  place_ends REAL NOT NULL,
  UNIQUE (group_key, owner)
);
`;
