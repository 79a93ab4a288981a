import type { EventPage, VALUE } from '@manyhands/core/store';
import type { File } from '../file/open-file.ts';

/** Whichever comes first ends a page. */
const MAX_EVENTS = 2_000;
const MAX_CHARACTERS = 1_000_000;
/** Said again, and checked: the thread loads nothing of core. */
const NAME: typeof VALUE = '$value';

/** A blob that is missing makes it no JSON, so that the event is not taken for whole. */
const JOINED = `CASE WHEN blob IS NULL THEN body ELSE substr(body, 1, length(body) - 1) || ',"${NAME}":' || coalesce(json, '') || '}' END`;

export interface ReadRequest {
  readonly runId: string;
  readonly fromSeq: number;
}

interface Row {
  readonly last_seq: number;
  /** Null when there is no event. */
  readonly body: string | null;
}

export function createReadEvents(file: File): (request: ReadRequest) => EventPage {
  const readEvents = file.prepare(
    `SELECT last_seq, ${JOINED} AS body
     FROM heads
     LEFT JOIN events ON id BETWEEN (heads.run << 32) + $fromSeq AND (heads.run << 32) + 4294967295
     LEFT JOIN blobs ON hash = blob
     WHERE run_id = $runId ORDER BY id LIMIT ${MAX_EVENTS}`,
  );

  function read({ runId, fromSeq }: ReadRequest): EventPage {
    const bodies: string[] = [];
    let characters = 0;
    let lastSeq = 0;
    for (const row of readEvents.iterate({ runId, fromSeq }) as Iterable<Row>) {
      lastSeq = row.last_seq;
      if (row.body === null) break;
      bodies.push(row.body);
      characters += row.body.length;
      if (characters >= MAX_CHARACTERS) break;
    }
    const isLast = bodies.length < MAX_EVENTS && characters < MAX_CHARACTERS;
    return { json: `[${bodies.join(',')}]`, lastSeq, ...(!isLast && { nextSeq: fromSeq + bodies.length }) };
  }

  return (request) => file.read(() => read(request));
}
