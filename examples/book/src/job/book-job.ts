import type { Pool } from '../pool/pool.ts';
import { countWhales } from './count-words.ts';
import { readTotal, type Job } from './job.ts';
import { readMobyDick } from './moby-dick.ts';

const GOAL = [
  "Write a reader's brief of Moby-Dick.",
  'For every piece: a summary, who appears, and how often "whale" or "whales" occurs (whole words, in any case).',
  'Merged: a brief of the whole book, an index of the characters, and the total.',
].join(' ');

/** Simulated models count by code and must be exact; real ones are compared, and may miss a few. */
const TOLERANCE = { simulated: 0, ollama: 1, vendors: 0.1 } as const;

/** The whole of Moby-Dick. */
export function bookJob(pool: Pick<Pool, 'kind'>): Job {
  const input = readMobyDick();
  const expectedTotal = countWhales(input.map(({ text }) => text).join('\n'));
  const mayMiss = TOLERANCE[pool.kind] * expectedTotal;
  return {
    title: "a reader's brief of Moby-Dick",
    goal: GOAL,
    input: input.map(({ title, text }) => ({ title, text })),
    expectedTotal,
    criteria: [
      'There is a brief of the whole book.',
      'There is an index of the characters.',
      {
        id: 'total',
        text: `The total of "whale" and "whales" is the one counted by code, ${expectedTotal}.`,
        check({ output }) {
          const total = readTotal(output);
          if (total === undefined) return 'The output has no total.';
          return Math.abs(total - expectedTotal) <= mayMiss || `The total is ${total}, not ${expectedTotal}.`;
        },
      },
    ],
  };
}
