/** Accounts, their keys sealed. Times are epoch ms. */
export const accounts = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  owner TEXT,
  is_disabled INTEGER NOT NULL,
  -- What else is known of it, as JSON: limits, quota group, share, server.
  facts TEXT NOT NULL,
  -- The key that sealed its key.
  key_id TEXT NOT NULL,
  sealed_key TEXT NOT NULL,
  added_at REAL NOT NULL,
  key_since REAL NOT NULL,
  version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX accounts_owner ON accounts (owner);

-- Counts all changes.
CREATE TABLE account_changes (version INTEGER NOT NULL);
INSERT INTO account_changes VALUES (0);
`;
