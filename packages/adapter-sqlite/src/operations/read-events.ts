import type { EventPage } from '@manyhands/core/store';
import type { File } from '../file/open-file.ts';

/** Whichever comes first ends a page. */
const MAX_EVENTS = 2_000;
const MAX_CHARACTERS = 1_000_000;

export interface ReadRequest {
  readonly runId: string;
  readonly fromSeq: number;
}

export function createReadEvents(file: File): (request: ReadRequest) => EventPage {
  const readEvents = file.prepare(
    `SELECT body FROM events
     WHERE id BETWEEN (SELECT run << 32 FROM heads WHERE run_id = $runId) + $fromSeq AND (SELECT run << 32 FROM heads WHERE run_id = $runId) + 4294967295
     ORDER BY id LIMIT ${MAX_EVENTS}`,
  );

  function read({ runId, fromSeq }: ReadRequest): EventPage {
    const bodies: string[] = [];
    let characters = 0;
    for (const { body } of readEvents.iterate({ runId, fromSeq }) as Iterable<{ readonly body: string }>) {
      bodies.push(body);
      characters += body.length;
      if (characters >= MAX_CHARACTERS) break;
    }
    const isLast = bodies.length < MAX_EVENTS && characters < MAX_CHARACTERS;
    return { json: `[${bodies.join(',')}]`, ...(!isLast && { nextSeq: fromSeq + bodies.length }) };
  }

  return (request) => file.read(() => read(request));
}
