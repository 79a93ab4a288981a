import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toWanted, type ScaleLimits } from './to-wanted.ts';

const LIMITS: ScaleLimits = { min: 1, max: 8, tasksPerWorker: 10, drainWithinMs: 10_000, accounts: 8 };
const load = (tasks: number, facts: { readonly partitions?: number; readonly drainMs?: number } = {}) => ({
  lag: tasks,
  tasks,
  putOff: 0,
  partitions: Math.min(12, tasks),
  ...facts,
});

it.each([
  ['the least when there is nothing to do', load(0), LIMITS, 1],
  ['none when none is to stand by', load(0), { ...LIMITS, min: 0 }, 0],
  ['one for a single task', load(1), { ...LIMITS, min: 0 }, 1],
  ['one for each ten tasks', load(35), LIMITS, 4],
  ['the most and no more', load(1_000), LIMITS, 8],
  ['no more than partitions with tasks', load(1_000, { partitions: 3 }), LIMITS, 3],
  ['no more than accounts', load(1_000), { ...LIMITS, accounts: 2 }, 2],
  ['no more than accounts to stand by either', load(0), { ...LIMITS, min: 4, accounts: 2 }, 2],
  ['no more when all is done soon', load(100, { drainMs: 9_000 }), LIMITS, 2],
  ['more when all is not done soon', load(100, { drainMs: 11_000 }), LIMITS, 8],
])('wants %s', (_, given, limits, wanted) => {
  expect(toWanted(given, 2, limits)).toBe(wanted);
});

it('never wants more than is useful or allowed, and never fewer for more tasks', () => {
  const count = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(count, count, count, fc.nat(5_000), fc.nat(5_000), (max, accounts, partitions, tasks, more) => {
      const limits = { ...LIMITS, max, accounts };
      const wanted = toWanted(load(tasks, { partitions }), 0, limits);
      expect(wanted).toBeLessThanOrEqual(Math.min(max, accounts, Math.max(1, partitions)));
      expect(toWanted(load(tasks + more, { partitions }), 0, limits)).toBeGreaterThanOrEqual(wanted);
    }),
  );
});
