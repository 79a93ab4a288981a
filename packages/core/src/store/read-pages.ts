import type { RunEvent } from '../domain/event.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import { toEvent, VALUE } from './event-row.ts';

/** Events of a log that follow one another. */
export interface EventPage {
  /** A JSON array of bodies, each joined with its blob. */
  readonly json: string;
  /** Where to read on; missing at the end of what is there. */
  readonly nextSeq?: number;
  /** Where the log ended at that moment, by what is kept beside it; 0: there is none. */
  readonly lastSeq: number;
}

/**
 * `Store.read` for a database: a page at a time, and the next one is on its way while one is used.
 *
 * @throws ManyhandsError `MANYHANDS_DATABASE_CORRUPT` when an event is missing or cannot be read
 */
export async function* readPages(
  readPage: (fromSeq: number) => Promise<EventPage>,
  fromSeq: number,
): AsyncGenerator<RunEvent, void, undefined> {
  let seq = fromSeq;
  let page = await readPage(fromSeq);
  while (true) {
    const next = page.nextSeq === undefined ? undefined : readPage(page.nextSeq);
    // Who stops reading does not wait for it.
    next?.catch(() => {});
    for (const event of toEvents(page.json)) {
      if (event.seq !== seq) throw corruptError(`event ${seq} is missing`);
      seq += 1;
      yield event;
    }
    if (next === undefined && seq <= page.lastSeq) throw corruptError(`event ${seq} is missing`);
    if (next === undefined) return;
    page = await next;
  }
}

/** Only stores write them, and they have checked where they come from: their form is not checked again. */
function toEvents(json: string): readonly RunEvent[] {
  try {
    const events = JSON.parse(json) as readonly RunEvent[];
    return json.includes(VALUE) ? events.map(toEvent) : events;
  } catch (cause) {
    throw corruptError('an event is no JSON', cause);
  }
}

function corruptError(what: string, cause?: unknown): ManyhandsError {
  const message = `The log of a run is damaged: ${what}. Restore the database from a backup.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_DATABASE_CORRUPT', cause });
}
