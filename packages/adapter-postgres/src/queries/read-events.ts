import { VALUE, type EventPage } from '@manyhands/core/store';

/** Whichever comes first ends a page. */
const MAX_EVENTS = 2_000;
const MAX_BYTES = 1_000_000;

/** A blob that is missing makes it no JSON, so that the event is not taken for whole. */
const JOINED = `CASE WHEN blob IS NULL THEN body ELSE left(body, -1) || ',"${VALUE}":' || coalesce(json, '') || '}' END`;

/** One text instead of thousands of rows: the client has less to take apart. Texts are not looked into before they are chosen. */
export function readEventsQuery(schema: string): string {
  return `
    SELECT '[' || coalesce(string_agg(${JOINED}, ',' ORDER BY seq), '') || ']' AS json, count(*)::int AS events,
      count(*) = ${MAX_EVENTS} OR coalesce(sum(size), 0) >= ${MAX_BYTES} AS is_full,
      coalesce((SELECT last_seq FROM ${schema}.heads WHERE run_id = $1), 0)::float8 AS last_seq
    FROM (
      SELECT *, sum(size) OVER (ORDER BY seq) - size AS before
      FROM (
        SELECT seq, body, blob, json, octet_length(body) + coalesce(octet_length(json), 0) AS size
        FROM ${schema}.events LEFT JOIN ${schema}.blobs ON hash = blob
        WHERE run = (SELECT run FROM ${schema}.heads WHERE run_id = $1) AND seq >= $2
        ORDER BY seq LIMIT ${MAX_EVENTS}
      ) AS next
    ) AS page
    WHERE before < ${MAX_BYTES}`;
}

interface Row {
  readonly json: string;
  readonly events: number;
  readonly is_full: boolean;
  readonly last_seq: number;
}

export function toPage({ json, events, is_full: isFull, last_seq: lastSeq }: Row, fromSeq: number): EventPage {
  return { json, lastSeq, ...(isFull && { nextSeq: fromSeq + events }) };
}
