import { hash } from 'node:crypto';
import type { RunEvent } from '../domain/event.ts';

/** An event as a database keeps it. */
export interface EventRow {
  /** As JSON, without a value that is kept beside it. */
  readonly body: string;
  readonly blob?: Blob;
}

/** A large value, kept once however often it occurs: what a task gave is what was merged and what the run gave. */
export interface Blob {
  /** SHA-256 of `json`, in hex. */
  readonly hash: string;
  readonly json: string;
}

/** Of JSON, from which on a value is large: rows of the log stay small enough to be read and written many at a time. */
const MIN_CHARACTERS = 8_000;

/** What is put together again has its value under this name, which no event has: databases join texts, and look into none. */
export const VALUE = '$value';

type Joined = RunEvent & { readonly [VALUE]?: unknown };

export function toEventRow(event: RunEvent): EventRow {
  const { value, rest } = takeApart(event);
  const json = JSON.stringify(value);
  if (json === undefined || json.length < MIN_CHARACTERS) return { body: JSON.stringify(event) };
  return { body: JSON.stringify(rest), blob: { hash: hash('sha256', json), json } };
}

/** From what `body` and `blob` give when they are joined. */
export function toEvent(joined: Joined): RunEvent {
  if (!(VALUE in joined)) return joined;
  const { [VALUE]: value, ...rest } = joined;
  if (rest.type === 'input:piece') return { ...rest, piece: { ...rest.piece, content: value as string } };
  return { ...rest, output: value } as RunEvent;
}

/** The one value of an event that may be large. */
function takeApart(event: RunEvent): { readonly value?: unknown; readonly rest?: unknown } {
  if (event.type === 'input:piece') {
    const { content, ...piece } = event.piece;
    return { value: content, rest: { ...event, piece } };
  }
  if (!('output' in event)) return {};
  const { output, ...rest } = event;
  return { value: output, rest };
}
