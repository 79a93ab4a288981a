import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../domain/event.ts';
import { createAppendQueue, type Append, type AppendOutcome } from './append-queue.ts';

function anEvent(seq: number, runId = 'run'): RunEvent {
  return { type: 'input:closed', runId, at: 1_000 + seq, pieces: seq, seq };
}

function someEvents(from: number, to: number, runId = 'run'): RunEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => anEvent(from + index, runId));
}

/** A database of one number for each run, that says what it was asked. */
function aDatabase(lastSeqs: Record<string, number> = {}) {
  const written: string[][] = [];
  function store({ runId, firstSeq, rows, fence = 1 }: Append): AppendOutcome {
    const lastSeq = lastSeqs[runId] ?? 0;
    if (fence < 1) return { type: 'fenced' };
    if (firstSeq !== lastSeq + 1) return { type: 'elsewhere', lastSeq };
    lastSeqs[runId] = lastSeq + rows.length;
    return { type: 'stored' };
  }
  return {
    lastSeqs,
    written,
    async write(appends: readonly Append[]) {
      written.push(appends.map(({ runId, firstSeq, rows }) => `${runId} ${firstSeq}+${rows.length}`));
      await new Promise((resolve) => setImmediate(resolve));
      return appends.map(store);
    },
  };
}

describe('appends to a database', () => {
  it('that arrive while one is written go into the next transaction together', async () => {
    const { write, written } = aDatabase();
    const { append } = createAppendQueue(write);
    const first = append('a', [anEvent(1, 'a')]);
    await Promise.resolve();
    const more = [append('b', [anEvent(1, 'b')]), append('a', [anEvent(2, 'a')]), append('a', [anEvent(3, 'a')])];
    await Promise.all([first, ...more]);
    expect(written).toEqual([['a 1+1'], ['b 1+1', 'a 2+1', 'a 3+1']]);
  });

  it('that are made in one go are one transaction', async () => {
    const { write, written } = aDatabase();
    const { append } = createAppendQueue(write);
    await Promise.all(['a', 'b', 'c'].map((runId) => append(runId, [anEvent(1, runId)])));
    expect(written).toHaveLength(1);
  });

  it('are written as they are, as JSON, with what they change', async () => {
    const asked: Append[] = [];
    const { append } = createAppendQueue(async (appends) => {
      asked.push(...appends);
      return appends.map(() => ({ type: 'stored' }));
    });
    const end: RunEvent = { type: 'run:ended', runId: 'run', seq: 2, at: 7, status: 'done', output: null };
    await append('run', [anEvent(1), end], 3);
    expect(asked).toEqual([
      {
        runId: 'run',
        fence: 3,
        firstSeq: 1,
        rows: [{ body: JSON.stringify(anEvent(1)) }, { body: JSON.stringify(end) }],
        changes: { started: { goal: '', at: 1_001 }, ended: { status: 'done', at: 7 }, tasks: [] },
      },
    ]);
  });

  it('that are partly there already are stored from where they are new, those behind them too', async () => {
    const { write, lastSeqs } = aDatabase({ run: 2 });
    const { append } = createAppendQueue(write);
    await Promise.all([append('run', someEvents(1, 4)), append('run', [anEvent(5)]), append('run', [anEvent(1)])]);
    expect(lastSeqs).toEqual({ run: 5 });
  });

  it('that would leave a gap are refused, and those of other runs are not', async () => {
    const { write, lastSeqs } = aDatabase();
    const { append } = createAppendQueue(write);
    const refused = { code: 'MANYHANDS_STORE_SEQUENCE' };
    const [late, torn, good] = await Promise.allSettled([
      append('late', [anEvent(2, 'late')]),
      append('torn', [anEvent(1, 'torn'), anEvent(3, 'torn')]),
      append('good', [anEvent(1, 'good')]),
    ]);
    expect([late, torn]).toEqual([
      { status: 'rejected', reason: expect.objectContaining(refused) as unknown },
      { status: 'rejected', reason: expect.objectContaining(refused) as unknown },
    ]);
    expect(good?.status).toBe('fulfilled');
    expect(lastSeqs).toEqual({ good: 1 });
  });

  it('of a driver that was taken for dead are refused, and those of others are not', async () => {
    const { write, lastSeqs } = aDatabase();
    const { append } = createAppendQueue(write);
    const [fenced, other] = await Promise.allSettled([append('a', [anEvent(1)], 0), append('b', [anEvent(1)], 1)]);
    expect(fenced).toMatchObject({ status: 'rejected', reason: { code: 'MANYHANDS_STORE_FENCED' } });
    expect(other.status).toBe('fulfilled');
    expect(lastSeqs).toEqual({ b: 1 });
  });

  it('all fail with their transaction, and the next one is another', async () => {
    const { write, lastSeqs } = aDatabase();
    let isFull = true;
    const { append } = createAppendQueue((appends) => (isFull ? Promise.reject(new Error('full')) : write(appends)));
    const failed = await Promise.allSettled([append('a', [anEvent(1)]), append('b', [anEvent(1)])]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isFull = false;
    await append('a', [anEvent(1)]);
    expect(lastSeqs).toEqual({ a: 1 });
  });

  it('are split into transactions that are not too large', async () => {
    const { write, written } = aDatabase();
    const { append } = createAppendQueue(write);
    const piece = { index: 0, title: '', content: 'x'.repeat(1_500_000) };
    const large = (seq: number): RunEvent => ({ type: 'input:piece', runId: 'run', seq, at: 1, piece });
    await Promise.all([1, 2, 3, 4, 5].map((seq) => append('run', [large(seq)])));
    expect(written.map(({ length }) => length)).toEqual([2, 2, 1]);
  });
});
