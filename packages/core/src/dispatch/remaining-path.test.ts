import { describe, expect, it } from 'vitest';
import type { PlanTask } from '../domain/plan.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { createDurations } from './durations.ts';
import { createRemainingPath } from './remaining-path.ts';

const planTasks: PlanTask[] = [
  aPlanTask('short', { route: 'fast' }),
  aPlanTask('long', { route: 'slow' }),
  aPlanTask('end', { dependsOn: ['short', 'long'], route: 'fast' }),
];

describe('the remaining path', () => {
  it('is as long as the longest chain behind a task, and grows with the plan', () => {
    const growing = planTasks.slice(0, 2);
    const remaining = createRemainingPath({ planTasks: growing }, createDurations());
    expect(remaining('short')).toBe(remaining('long'));
    growing.push(planTasks[2]!);
    expect(remaining('short')).toBe(2 * remaining('end'));
    expect(remaining(undefined)).toBe(0);
  });

  it('is measured by the durations that were learned per route', () => {
    const durations = createDurations();
    const remaining = createRemainingPath({ planTasks }, durations);
    remaining('short');
    durations.learn('fast', null, 1_000);
    durations.learn('slow', null, 9_000);
    expect(remaining('short')).toBe(2_000);
    expect(remaining('long')).toBe(10_000);
  });

  it('is longer for what is expected to write more', () => {
    const task = aPlanTask('novel', { expectedOutputTokens: 10_000, route: 'fast' });
    const durations = createDurations();
    durations.learn('fast', 100, 500);
    expect(createRemainingPath({ planTasks: [task] }, durations)('novel')).toBe(50_000);
  });
});

describe('durations', () => {
  it('of a route that nothing is known of are as those of the others', () => {
    const durations = createDurations();
    durations.learn('fast', 1_000, 2_000);
    expect(durations.expect('new', 1_000)).toBe(2_000);
  });

  it('follow what was done, and say when an order should be made anew: not at every task', () => {
    const durations = createDurations();
    durations.learn('fast', null, 1_000);
    const { revision } = durations;
    for (let index = 0; index < 100; index += 1) durations.learn('fast', null, 1_000 + (index % 2));
    expect(durations.revision).toBe(revision);
    for (let index = 0; index < 100; index += 1) durations.learn('fast', null, 3_000);
    expect(durations.expect('fast', null)).toBeCloseTo(3_000, -1);
    expect(durations.revision).toBeGreaterThan(revision);
    expect(durations.revision).toBeLessThan(revision + 20);
  });
});
