import type { Migration } from '../migrate.ts';

/** Accounts, their keys sealed. Times are epoch ms. */
export const accounts: Migration = {
  name: 'accounts',
  sql: (schema) => `
CREATE TABLE ${schema}.accounts (
  id text PRIMARY KEY,
  provider text NOT NULL,
  owner text,
  is_disabled boolean NOT NULL,
  -- What else is known of it, as JSON: limits, quota group, share, server.
  facts text NOT NULL,
  -- The key that sealed its key.
  key_id text NOT NULL,
  sealed_key text NOT NULL,
  added_at float8 NOT NULL,
  key_since float8 NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX ON ${schema}.accounts (owner);

-- Counts all changes. Whoever changes something locks it first, so that versions are seen in their order.
CREATE TABLE ${schema}.account_changes (version bigint NOT NULL);
INSERT INTO ${schema}.account_changes VALUES (0);

CREATE FUNCTION ${schema}.account_put(record json, expected bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  newest bigint;
BEGIN
  SELECT version + 1 INTO newest FROM ${schema}.account_changes FOR UPDATE;
  IF coalesce((SELECT version FROM ${schema}.accounts WHERE id = record->>'id'), 0) <> expected THEN
    RETURN false;
  END IF;
  DELETE FROM ${schema}.accounts WHERE id = record->>'id';
  INSERT INTO ${schema}.accounts VALUES (
    record->>'id', record->>'provider', record->>'owner', (record->>'isDisabled')::boolean, (record->'facts')::text,
    record->'sealed'->>'keyId', record->'sealed'->>'box', (record->>'addedAt')::float8, (record->>'keySince')::float8, newest
  );
  UPDATE ${schema}.account_changes SET version = newest;
  RETURN true;
END $$;

CREATE FUNCTION ${schema}.account_remove(gone text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ${schema}.account_changes FOR UPDATE;
  DELETE FROM ${schema}.accounts WHERE id = gone;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE ${schema}.account_changes SET version = version + 1;
  RETURN true;
END $$;
`,
};
