import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../domain/event.ts';
import { toEvent, toEventRow, VALUE } from './event-row.ts';

const head = { runId: 'run', seq: 3, at: 7 };
const long = 'Call me Ishmael. "\u2028\0\ud83d '.repeat(1_000);
const LARGE: readonly RunEvent[] = [
  { ...head, type: 'input:piece', piece: { index: 4, title: 'Loomings', content: long } },
  { ...head, type: 'merge:done', round: 1, output: { chapters: [long, null] } },
  { ...head, type: 'run:ended', status: 'done', output: long },
];

/** As databases do it. */
function join({ body, blob }: ReturnType<typeof toEventRow>): RunEvent {
  return toEvent(JSON.parse(blob === undefined ? body : `${body.slice(0, -1)},"${VALUE}":${blob.json}}`) as RunEvent);
}

describe('a large value of an event', () => {
  it('is kept beside it, by its SHA-256, and the event is whole again', () => {
    for (const event of LARGE) {
      const row = toEventRow(event);
      expect(row.body.length).toBeLessThan(200);
      expect(row.blob?.hash).toBe(hash('sha256', row.blob!.json));
      expect(join(row)).toEqual(JSON.parse(JSON.stringify(event)));
    }
  });

  it('is the same wherever it occurs', () => {
    const merged = toEventRow({ ...head, type: 'merge:done', round: 1, output: long });
    expect(merged.blob).toEqual(toEventRow(LARGE[2]!).blob);
  });

  it('is one when it is, and small ones stay where they are', () => {
    const event: RunEvent = { ...head, type: 'run:ended', status: 'failed', output: null };
    for (const small of [event, { ...event, output: 'short' }, { ...head, type: 'input:closed', pieces: 1 } as const]) {
      expect(toEventRow(small)).toEqual({ body: JSON.stringify(small) });
      expect(join(toEventRow(small))).toEqual(small);
    }
  });
});
