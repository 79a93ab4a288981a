import type { Migration } from '../migrate.ts';

/**
 * Limits that are shared. Amounts are arrays: requests, input tokens, output tokens, tokens. What was taken counts until a
 * moment, in one sum for each hundredth of a span; times are epoch ms of the database's clock.
 */
export const limits: Migration = {
  name: 'limits',
  sql: (schema) => `
CREATE TABLE ${schema}.limit_owners (
  owner text PRIMARY KEY,
  lease_ends bigint NOT NULL
);

CREATE TABLE ${schema}.limit_taken (
  group_key text NOT NULL,
  per text NOT NULL,
  counts_until bigint NOT NULL,
  amounts float8[] NOT NULL,
  PRIMARY KEY (group_key, per, counts_until)
) WITH (fillfactor = 70);

CREATE TABLE ${schema}.limit_reservations (
  id text PRIMARY KEY,
  group_key text NOT NULL,
  owner text NOT NULL,
  amounts float8[] NOT NULL,
  -- Per second, minute and day, once its call has started.
  counts_until bigint[]
) WITH (fillfactor = 80);
CREATE INDEX ON ${schema}.limit_reservations (group_key);

CREATE TABLE ${schema}.limit_line (
  group_key text NOT NULL,
  owner text NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  id text NOT NULL,
  amounts float8[] NOT NULL,
  place_ends bigint NOT NULL,
  PRIMARY KEY (group_key, owner)
);

-- A function of its own, so that a test can set it.
CREATE FUNCTION ${schema}.limit_clock() RETURNS bigint LANGUAGE sql VOLATILE
AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE FUNCTION ${schema}.limit_amounts(charge jsonb) RETURNS float8[] LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN charge IS NULL THEN NULL ELSE ARRAY[
  1,
  (charge->>'inputTokens')::float8,
  (charge->>'outputTokens')::float8,
  (charge->>'tokens')::float8
] END $$;

CREATE FUNCTION ${schema}.limit_add(a float8[], b float8[]) RETURNS float8[] LANGUAGE sql IMMUTABLE
AS $$ SELECT ARRAY[a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]] $$;

CREATE AGGREGATE ${schema}.limit_sum(float8[]) (
  SFUNC = ${schema}.limit_add, STYPE = float8[], INITCOND = '{0,0,0,0}'
);

-- What is taken so shortly before midnight that the vendor may see it after counts for the new day too.
CREATE FUNCTION ${schema}.limit_until(span jsonb, at bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  length bigint := ceil((span->>'ms')::float8);
  step bigint := greatest(1, length / 100);
  guard bigint := (span->>'guardMs')::float8;
  zone text := span->>'timeZone';
BEGIN
  IF span->>'type' = 'sliding' THEN
    RETURN (at + length + step - 1) / step * step;
  END IF;
  RETURN guard + 1000 * extract(epoch FROM
    (date_trunc('day', to_timestamp((at + guard) / 1000.0) AT TIME ZONE zone) + interval '1 day') AT TIME ZONE zone);
END $$;

CREATE FUNCTION ${schema}.limit_untils(rules jsonb, at bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT array_agg((
    SELECT ${schema}.limit_until(rule->'span', at) FROM jsonb_array_elements(rules) AS rule WHERE rule->>'per' = per LIMIT 1
  ) ORDER BY number)
  FROM unnest(ARRAY['second', 'minute', 'day']) WITH ORDINALITY AS kinds (per, number)
$$;

CREATE FUNCTION ${schema}.limit_take(key text, untils bigint[], taking float8[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ${schema}.limit_taken AS taken (group_key, per, counts_until, amounts)
  SELECT key, per, untils[number], taking
  FROM unnest(ARRAY['second', 'minute', 'day']) WITH ORDINALITY AS kinds (per, number)
  WHERE untils[number] IS NOT NULL AND taking <> '{0,0,0,0}'
  ON CONFLICT (group_key, per, counts_until)
  DO UPDATE SET amounts = ${schema}.limit_add(taken.amounts, excluded.amounts)
$$;
`,
};
