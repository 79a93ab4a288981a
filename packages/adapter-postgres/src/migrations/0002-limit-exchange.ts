import type { Migration } from '../migrate.ts';

/** The one statement of the limit store, and its parts: changes of a group, then asks, under the group's lock. */
export const limitExchange: Migration = {
  name: 'limit exchange',
  sql: (schema) => `
CREATE FUNCTION ${schema}.limit_change(key text, whose text, rules jsonb, changes jsonb, at bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  untils bigint[] := ${schema}.limit_untils(rules, at);
  taking float8[];
  change jsonb;
  index int;
BEGIN
  WITH told AS (
    SELECT value->>'id' AS id, ${schema}.limit_amounts(value->'charge') AS amounts
    FROM jsonb_array_elements(changes) WHERE value->>'type' = 'start'
  ), held AS (
    UPDATE ${schema}.limit_reservations AS known SET counts_until = untils
    FROM told WHERE known.id = told.id AND known.counts_until IS NULL RETURNING known.amounts
  ), unasked AS (
    INSERT INTO ${schema}.limit_reservations (id, group_key, owner, amounts, counts_until)
    SELECT DISTINCT ON (id) id, key, whose, amounts, untils FROM told WHERE amounts IS NOT NULL
    ON CONFLICT (id) DO NOTHING RETURNING amounts
  )
  SELECT ${schema}.limit_sum(amounts) INTO taking
  FROM (SELECT amounts FROM held UNION ALL SELECT amounts FROM unasked) AS started;
  PERFORM ${schema}.limit_take(key, untils, taking);

  WITH told AS (
    SELECT DISTINCT ON (value->>'id') value->>'id' AS id,
      CASE value->>'type' WHEN 'release' THEN '{0,0,0,0}' ELSE ${schema}.limit_amounts(value->'charge') END AS real
    FROM jsonb_array_elements(changes) WITH ORDINALITY AS all_changes (value, number)
    WHERE value->>'type' IN ('settle', 'release') ORDER BY value->>'id', number
  ), places AS (
    DELETE FROM ${schema}.limit_line AS line USING told WHERE line.group_key = key AND line.id = told.id
  ), ended AS (
    DELETE FROM ${schema}.limit_reservations AS known USING told WHERE known.id = told.id
    RETURNING known.amounts, known.counts_until, told.real
  ), surplus AS (
    SELECT per, counts_until[number] AS counts_until,
      ${schema}.limit_sum(${schema}.limit_excess(amounts, real)) AS amounts
    FROM ended, unnest(ARRAY['second', 'minute', 'day']) WITH ORDINALITY AS kinds (per, number)
    WHERE real IS NOT NULL AND counts_until[number] > at GROUP BY 1, 2
  ), given_back AS (
    UPDATE ${schema}.limit_taken AS taken SET amounts = ${schema}.limit_excess(taken.amounts, surplus.amounts)
    FROM surplus
    WHERE taken.group_key = key AND taken.per = surplus.per AND taken.counts_until = surplus.counts_until
  )
  SELECT ${schema}.limit_sum(CASE
    WHEN counts_until IS NULL THEN coalesce(real, amounts)
    WHEN real IS NULL THEN '{0,0,0,0}'
    ELSE ${schema}.limit_excess(real, amounts)
  END) INTO taking FROM ended;
  PERFORM ${schema}.limit_take(key, untils, taking);

  FOR change IN SELECT value FROM jsonb_array_elements(changes) WHERE value->>'type' = 'observe' LOOP
    index := ${schema}.limit_index(change->'rule'->>'counts');
    taking := '{0,0,0,0}';
    taking[index] := greatest(0, (change->>'used')::float8
      - coalesce((SELECT sum(amounts[index]) FROM ${schema}.limit_taken
          WHERE group_key = key AND per = change->'rule'->>'per' AND counts_until > at), 0)
      - coalesce((SELECT sum(amounts[index]) FROM ${schema}.limit_reservations
          WHERE group_key = key AND counts_until IS NULL), 0));
    PERFORM ${schema}.limit_take(key, ${schema}.limit_untils(jsonb_build_array(change->'rule'), at), taking);
  END LOOP;
END $$;

CREATE FUNCTION ${schema}.limit_index(counts text) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT array_position(ARRAY['requests', 'inputTokens', 'outputTokens', 'tokens'], counts) $$;

CREATE FUNCTION ${schema}.limit_excess(a float8[], b float8[]) RETURNS float8[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[greatest(0, a[1] - b[1]), greatest(0, a[2] - b[2]), greatest(0, a[3] - b[3]), greatest(0, a[4] - b[4])]
$$;

-- What counts as used by one ask: in ms when it fits, 0 now.
CREATE FUNCTION ${schema}.limit_wait(
  key text, rules jsonb, used jsonb, not_yet float8[], calls int, ahead int, wanted float8[], at bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  rule jsonb;
  bound float8;
  index int;
  excess float8;
  free_at bigint;
  wait bigint := 0;
BEGIN
  FOR rule IN SELECT value FROM jsonb_array_elements(rules) LOOP
    bound := (rule->>'limit')::float8;
    IF rule->>'counts' = 'calls' THEN
      -- Nobody knows when a call ends: those in line look again in turn.
      IF calls + ahead + 1 > bound THEN wait := greatest(wait, 50 * (ahead + 1)); END IF;
      CONTINUE;
    END IF;
    index := ${schema}.limit_index(rule->>'counts');
    excess := coalesce((used->(rule->>'per')->>(index - 1))::float8, 0)
      + not_yet[index] + least(wanted[index], bound) - bound;
    CONTINUE WHEN excess <= 1e-9;
    SELECT counts_until INTO free_at FROM (
      SELECT counts_until, sum(amounts[index]) OVER (ORDER BY counts_until) AS freed
      FROM ${schema}.limit_taken WHERE group_key = key AND per = rule->>'per' AND counts_until > at
    ) AS sums WHERE freed >= excess - 1e-9 ORDER BY counts_until LIMIT 1;
    -- What is held may be given back at any time.
    wait := greatest(wait, coalesce(free_at - at, 1000));
  END LOOP;
  RETURN wait;
END $$;

CREATE FUNCTION ${schema}.limit_ask(key text, whose text, rules jsonb, asks jsonb, at bigint)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  used jsonb;
  known text[];
  held float8[];
  before float8[];
  calls int;
  ahead int;
  ask jsonb;
  wanted float8[];
  wait bigint := 0;
  waits bigint[] := '{}';
  granted jsonb[] := '{}';
BEGIN
  DELETE FROM ${schema}.limit_taken WHERE group_key = key AND counts_until <= at;
  SELECT jsonb_object_agg(per, to_jsonb(amounts)) INTO used FROM (
    SELECT per, ${schema}.limit_sum(amounts) AS amounts FROM ${schema}.limit_taken WHERE group_key = key GROUP BY per
  ) AS sums;
  SELECT count(*), ${schema}.limit_sum(amounts) FILTER (WHERE counts_until IS NULL) INTO calls, held
  FROM ${schema}.limit_reservations WHERE group_key = key;
  DELETE FROM ${schema}.limit_line WHERE group_key = key AND place_ends <= at;
  SELECT count(*), ${schema}.limit_sum(amounts) INTO ahead, before FROM ${schema}.limit_line
  WHERE group_key = key AND owner <> whose
    AND place < coalesce((SELECT place FROM ${schema}.limit_line WHERE group_key = key AND owner = whose), 'Infinity'::float8);
  SELECT array_agg(id) INTO known FROM ${schema}.limit_reservations
  WHERE id IN (SELECT value->>'id' FROM jsonb_array_elements(asks));

  FOR ask IN SELECT value FROM jsonb_array_elements(asks) LOOP
    IF wait = 0 AND NOT coalesce(ask->>'id' = ANY (known), false) THEN
      wanted := ${schema}.limit_amounts(ask->'charge');
      wait := ${schema}.limit_wait(key, rules, used, ${schema}.limit_add(held, before), calls, ahead, wanted, at);
      IF wait > 0 THEN
        INSERT INTO ${schema}.limit_line (group_key, owner, id, amounts, place_ends)
        VALUES (key, whose, ask->>'id', wanted, at + wait + 1000)
        ON CONFLICT (group_key, owner) DO UPDATE
        SET id = excluded.id, amounts = excluded.amounts, place_ends = excluded.place_ends;
      ELSE
        IF cardinality(granted) = 0 THEN
          -- Whoever is served goes to the end of the line: all the others are before its further asks.
          DELETE FROM ${schema}.limit_line WHERE group_key = key AND owner = whose;
          SELECT count(*), ${schema}.limit_sum(amounts) INTO ahead, before
          FROM ${schema}.limit_line WHERE group_key = key;
        END IF;
        granted := granted || ask;
        held := ${schema}.limit_add(held, wanted);
        calls := calls + 1;
        known := known || (ask->>'id');
      END IF;
    END IF;
    waits := waits || wait;
  END LOOP;

  IF cardinality(granted) > 0 THEN
    INSERT INTO ${schema}.limit_reservations (id, group_key, owner, amounts)
    SELECT value->>'id', key, whose, ${schema}.limit_amounts(value->'charge') FROM unnest(granted) AS value;
  END IF;
  RETURN waits;
END $$;

-- Owners whose lease has ended: their calls are no longer under way, and what they held counts as started.
CREATE FUNCTION ${schema}.limit_forget(key text, gone text[], rules jsonb, at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  taking float8[];
BEGIN
  WITH ended AS (
    DELETE FROM ${schema}.limit_reservations WHERE group_key = key AND owner = ANY (gone) RETURNING amounts, counts_until
  )
  SELECT ${schema}.limit_sum(amounts) FILTER (WHERE counts_until IS NULL) INTO taking FROM ended;
  PERFORM ${schema}.limit_take(key, ${schema}.limit_untils(rules, at), taking);
  DELETE FROM ${schema}.limit_line WHERE group_key = key AND owner = ANY (gone);
END $$;

-- body: owner, leaseMs, groups by key with rules, changes and asks. Gives the waits of each group's asks, in ms.
CREATE FUNCTION ${schema}.limit_exchange(body jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  whose text := body->>'owner';
  at bigint;
  gone text[];
  owners int;
  key text;
  part jsonb;
  answers jsonb := '{}';
BEGIN
  PERFORM pg_advisory_xact_lock(lock) FROM (
    SELECT DISTINCT hashtextextended('${schema}/' || name, 0) AS lock FROM jsonb_object_keys(body->'groups') AS name ORDER BY 1
  ) AS locks;
  -- Only now: who waited for a lock is not in the time before it.
  at := ${schema}.limit_clock();
  INSERT INTO ${schema}.limit_owners VALUES (whose, at + (body->>'leaseMs')::bigint)
  ON CONFLICT (owner) DO UPDATE SET lease_ends = excluded.lease_ends;
  SELECT array_agg(owner) FILTER (WHERE lease_ends <= at), count(*) FILTER (WHERE lease_ends > at)
  INTO gone, owners FROM ${schema}.limit_owners;

  FOR key, part IN SELECT * FROM jsonb_each(body->'groups') LOOP
    IF gone IS NOT NULL THEN PERFORM ${schema}.limit_forget(key, gone, part->'rules', at); END IF;
    IF part ? 'changes' THEN
      PERFORM ${schema}.limit_change(key, whose, part->'rules', part->'changes', at);
    END IF;
    IF part ? 'asks' THEN
      answers := answers || jsonb_build_object(key,
        ${schema}.limit_ask(key, whose, part->'rules', part->'asks', at));
    END IF;
  END LOOP;
  IF gone IS NOT NULL THEN PERFORM ${schema}.limit_clean(at); END IF;
  RETURN jsonb_build_object('waits', answers, 'owners', owners);
END $$;

-- Clears away a piece of what no longer counts, of groups that nobody asks for too. A day after its lease nothing of an owner
-- does. What others are at is left to them.
CREATE FUNCTION ${schema}.limit_clean(at bigint) RETURNS void LANGUAGE sql AS $$
  WITH cleared AS (
    SELECT owner FROM ${schema}.limit_owners WHERE lease_ends <= at AND (
      lease_ends <= at - 86400000 OR owner NOT IN (SELECT owner FROM ${schema}.limit_reservations)
    ) LIMIT 500 FOR UPDATE SKIP LOCKED
  ), calls AS (
    DELETE FROM ${schema}.limit_reservations WHERE owner IN (SELECT owner FROM cleared)
  )
  DELETE FROM ${schema}.limit_owners WHERE owner IN (SELECT owner FROM cleared);

  DELETE FROM ${schema}.limit_line WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM ${schema}.limit_line WHERE place_ends <= at LIMIT 500 FOR UPDATE SKIP LOCKED
  ));
  DELETE FROM ${schema}.limit_taken WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM ${schema}.limit_taken WHERE counts_until <= at LIMIT 500 FOR UPDATE SKIP LOCKED
  ));
$$;
`,
};
