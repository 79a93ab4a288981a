import type { CheckFacts, CheckResult, Gap, RunState } from '@manyhands/core';
import { z } from 'zod';
import type { Pool } from '../pool/pool.ts';
import { toNumber } from '../text/figures.ts';
import { countWhales } from './count-words.ts';
import { readTotal, type Job } from './job.ts';
import { readMobyDick } from './moby-dick.ts';
import { isObject } from './piece-results.ts';

const GOAL = [
  "Write a reader's brief of Moby-Dick.",
  'For every piece: a summary, who appears, and how often "whale" or "whales" occurs (whole words, in any case).',
  'Merged: a brief of the whole book, an index of the characters, and the total.',
].join(' ');

/** What the plan has to make of the pieces. */
const output = z.object({
  brief: z.string().min(1),
  /** In which pieces each stands. */
  characters: z.record(z.string(), z.array(z.number())),
  total: z.number().int(),
});

/** Simulated models count by code and must be exact; real ones are compared, and may miss a few. */
const TOLERANCE = { simulated: 0, ollama: 1, vendors: 0.1 } as const;

/** The whole of Moby-Dick, or so many pieces from its beginning. */
export function bookJob(pool: Pick<Pool, 'kind'>, pieces?: number): Job {
  const input = readMobyDick().slice(0, pieces);
  const counts = input.map(({ text }) => countWhales(text));
  const expectedTotal = counts.reduce((sum, count) => sum + count, 0);
  const mayMiss = TOLERANCE[pool.kind] * expectedTotal;
  return {
    title: "A reader's brief of Moby-Dick",
    goal: GOAL,
    input: input.map(({ title, text }) => ({ title, text })),
    output,
    expectedTotal,
    criteria: [
      { id: 'brief', text: 'There is a brief of the whole book.' },
      {
        id: 'characters',
        text: 'There is an index of the characters, with Ahab, Starbuck and Queequeg.',
        check: checkIndex,
      },
      {
        id: 'total',
        text: `The total of "whale" and "whales" is the one counted by code, ${expectedTotal}.`,
        check: (facts) => checkTotal(facts, counts, expectedTotal, mayMiss),
      },
    ],
  };
}

function checkIndex({ output: given }: CheckFacts): CheckResult {
  const index = isObject(given) && isObject(given['characters']) ? Object.keys(given['characters']) : [];
  const lost = ['Ahab', 'Starbuck', 'Queequeg'].filter((name) => !index.some((entry) => entry.includes(name)));
  if (lost.length > 0) return { isMet: false, reason: `The index does not have ${lost.join(', ')}.` };
  return { isMet: true, reason: `The index has ${toNumber(index.length)} names.` };
}

/** Names the pieces that are not counted, or counted wrong, so that only these are done again. */
function checkTotal(
  { output: given, state }: CheckFacts,
  counts: readonly number[],
  expected: number,
  mayMiss: number,
): CheckResult {
  const total = readTotal(given);
  const said = total === undefined ? 'The output has no total' : `The total is ${toNumber(total)}`;
  const reason = `${said}; code counts ${toNumber(expected)}.`;
  if (total !== undefined && Math.abs(total - expected) <= mayMiss) return { isMet: true, reason };
  return { isMet: false, reason, missing: findMiscounted(state, counts) };
}

function findMiscounted({ tasks }: RunState, counts: readonly number[]): Partial<Gap>[] {
  const work = Object.values(tasks).filter(({ task }) => task.kind === 'work');
  const byPiece = Map.groupBy(work, ({ task }) => task.piece);
  return counts.flatMap((count, piece) => {
    const own = byPiece.get(piece) ?? [];
    if (own.some(({ output: answer }) => isObject(answer) && Object.values(answer).includes(count))) return [];
    return [{ taskId: own.at(-1)?.task.id ?? null, piece, reason: 'Its words are not counted right.' }];
  });
}
