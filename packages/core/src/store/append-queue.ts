import type { RunEvent } from '../domain/event.ts';
import { fencedError } from '../errors/store-error.ts';
import { freshEvents } from '../run/fresh-events.ts';
import { toEventRow, type EventRow } from './event-row.ts';
import { toRowChanges, type RowChanges } from './row-changes.ts';

/** Events that follow one another, to be stored if the first of them comes next. */
export interface Append {
  readonly runId: string;
  readonly fence?: number;
  readonly firstSeq: number;
  readonly rows: readonly EventRow[];
  readonly changes: RowChanges;
}

/** What became of an append. `elsewhere`: its first event does not come next, nothing was stored. */
export type AppendOutcome =
  | { readonly type: 'stored' }
  | { readonly type: 'fenced' }
  | { readonly type: 'elsewhere'; readonly lastSeq: number };

/**
 * Stores what is asked, in order, in one transaction: an append that is fenced or has its place elsewhere leaves the others
 * alone. Resolves when it would survive a crash.
 */
export type WriteAppends = (appends: readonly Append[]) => Promise<readonly AppendOutcome[]>;

export interface AppendQueue {
  append(runId: string, events: readonly RunEvent[], fence?: number): Promise<void>;
  /** When all that was appended so far is stored, or refused: a store closes then. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly append: Append;
  readonly events: readonly RunEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Of the JSON of one transaction, but for an append that is larger: those behind it are not to wait for ever. */
const MAX_CHARACTERS = 4_000_000;

/**
 * `Store.append` for a database: one transaction at a time, and what arrives while it is written goes into the next one
 * together. So an append waits for two transactions at most, and the more arrive the more share the price of one.
 */
export function createAppendQueue(write: WriteAppends): AppendQueue {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    // What is appended in one go, by several runs, goes together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.splice(0, sizeOfGroup(waiting));
      try {
        const outcomes = await write(group.map(({ append }) => append));
        waiting.unshift(...settle(group, outcomes));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = undefined;
  }

  return {
    append: (runId, events, fence) =>
      new Promise((resolve, reject) => {
        waiting.push({ append: toAppend(runId, events, fence), events, resolve, reject });
        writing ??= writeAll();
      }),
    settled: async () => writing,
  };
}

function toAppend(runId: string, events: readonly RunEvent[], fence: number | undefined): Append {
  const firstSeq = events[0]?.seq ?? 1;
  // A gap within is one wherever it begins.
  freshEvents(runId, events, firstSeq - 1);
  return {
    runId,
    ...(fence !== undefined && { fence }),
    firstSeq,
    rows: events.map(toEventRow),
    changes: toRowChanges(events),
  };
}

function sizeOfGroup(waiting: readonly Waiting[]): number {
  let characters = 0;
  const tooMany = waiting.findIndex(({ append: { rows } }) => {
    for (const { body, blob } of rows) characters += body.length + (blob?.json.length ?? 0);
    return characters > MAX_CHARACTERS;
  });
  return tooMany === -1 ? waiting.length : Math.max(1, tooMany);
}

/** Gives back what is to be written again: what is new of an append that was partly there, and all that came after it. */
function settle(group: readonly Waiting[], outcomes: readonly AppendOutcome[]): readonly Waiting[] {
  const again: Waiting[] = [];
  for (const [index, entry] of group.entries()) {
    const outcome = outcomes[index]!;
    const { runId, fence } = entry.append;
    if (outcome.type === 'stored') entry.resolve();
    else if (outcome.type === 'fenced') entry.reject(fencedError(runId));
    else if (again.some(({ append }) => append.runId === runId)) again.push(entry);
    else {
      try {
        const events = freshEvents(runId, entry.events, outcome.lastSeq);
        if (events.length === 0) entry.resolve();
        else again.push({ ...entry, events, append: toAppend(runId, events, fence) });
      } catch (error) {
        entry.reject(error);
      }
    }
  }
  return again;
}
