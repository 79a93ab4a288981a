import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../domain/event.ts';
import { readPages, type EventPage } from './read-pages.ts';

const LOG = Array.from({ length: 7 }, (_, index) => ({ type: 'input:closed', runId: 'run', seq: index + 1, at: 1 }));
const PAGE = 3;

async function pageOf(log: readonly unknown[], fromSeq: number): Promise<EventPage> {
  const events = log.slice(fromSeq - 1, fromSeq - 1 + PAGE);
  return {
    json: JSON.stringify(events),
    lastSeq: LOG.length,
    ...(events.length === PAGE && { nextSeq: fromSeq + PAGE }),
  };
}

async function readAll(log: readonly unknown[], fromSeq = 1): Promise<RunEvent[]> {
  return Array.fromAsync(readPages((from) => pageOf(log, from), fromSeq));
}

describe('a log that is read by pages', () => {
  it('comes whole, from wherever it is asked for', async () => {
    for (let from = 1; from <= 8; from += 1) expect(await readAll(LOG, from)).toEqual(LOG.slice(from - 1));
  });

  it('has its next page on the way while one is used', async () => {
    const asked: number[] = [];
    const pages = readPages((from) => {
      asked.push(from);
      return pageOf(LOG, from);
    }, 1);
    await pages.next();
    expect(asked).toEqual([1, 4]);
    await pages.return();
  });

  it('that has lost an event is not taken for a whole one', async () => {
    for (const [index, count] of [
      [4, 1],
      [5, 2],
      [0, 7],
    ] as const) {
      await expect(readAll(LOG.toSpliced(index, count))).rejects.toMatchObject({
        code: 'MANYHANDS_DATABASE_CORRUPT',
        message: expect.stringContaining(`event ${index + 1} `) as string,
      });
    }
  });

  it('that cannot be read is said to be damaged', async () => {
    const broken = async (): Promise<EventPage> => ({ json: '[{"seq":1},{"se', lastSeq: 2 });
    await expect(Array.fromAsync(readPages(broken, 1))).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_CORRUPT' });
  });
});
