import type { Append, AppendOutcome } from '@manyhands/core/store';

export function appendEventsQuery(schema: string): string {
  return `SELECT ${schema}.append_events($1, $2, $3, $4) AS outcomes`;
}

export function toAppendValues(appends: readonly Append[]): unknown[] {
  const told = appends.map(({ runId, fence, firstSeq, rows, changes }) => ({
    runId,
    fence,
    firstSeq,
    count: rows.length,
    changes,
  }));
  const rows = appends.flatMap((append) => append.rows);
  return [
    toJsonb(told),
    rows.map(({ body }) => body),
    rows.map(({ blob }) => blob?.hash ?? null),
    rows.map(({ blob }) => blob?.json ?? null),
  ];
}

export function toOutcome(outcome: string): AppendOutcome {
  if (outcome === 'stored' || outcome === 'fenced') return { type: outcome };
  return { type: 'elsewhere', lastSeq: Number(outcome) };
}

/** Escapes that jsonb refuses: of U+0000, and of halves of a surrogate pair. */
const REFUSED = /\\u(?:0000|d[89a-f])/i;

/** Texts in tables have U+FFFD where the database can keep no such character; in the log they are as they were. */
function toJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  if (!REFUSED.test(json)) return json;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '\uFFFD').toWellFormed() : part,
  );
}
