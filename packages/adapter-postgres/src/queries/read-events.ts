import type { EventPage } from '@manyhands/core/store';

/** Whichever comes first ends a page. */
const MAX_EVENTS = 2_000;
const MAX_BYTES = 1_000_000;

/** One text instead of thousands of rows: the client has less to take apart. */
export function readEventsQuery(schema: string): string {
  return `
    SELECT '[' || coalesce(string_agg(body, ',' ORDER BY seq), '') || ']' AS json, count(*)::int AS events,
      count(*) = ${MAX_EVENTS} OR coalesce(sum(octet_length(body)), 0) >= ${MAX_BYTES} AS is_full
    FROM (
      SELECT seq, body, sum(octet_length(body)) OVER (ORDER BY seq) - octet_length(body) AS before
      FROM (
        SELECT seq, body FROM ${schema}.events
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
}

export function toPage({ json, events, is_full: isFull }: Row, fromSeq: number): EventPage {
  return { json, ...(isFull && { nextSeq: fromSeq + events }) };
}
