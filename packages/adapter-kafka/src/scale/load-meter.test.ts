import { createManualClock } from '@manyhands/core/testing';
import { expect, it } from 'vitest';
import { createLoadMeter } from './load-meter.ts';

const backlog = (tasks: number, done: number) => ({ lag: tasks, tasks, putOff: 0, partitions: 1, done });

it('says when all will be done at the pace it went', async () => {
  const clock = createManualClock();
  const meter = createLoadMeter(clock);
  expect(meter(backlog(100, 1_000))).not.toHaveProperty('drainMs');
  await clock.advance(5_000);
  expect(meter(backlog(80, 1_020)).drainMs).toBe(20_000);
  await clock.advance(5_000);
  expect(meter(backlog(90, 1_060)).drainMs).toBe(15_000);
});

it('goes by the last minute alone', async () => {
  const clock = createManualClock();
  const meter = createLoadMeter(clock);
  meter(backlog(100, 0));
  await clock.advance(50_000);
  meter(backlog(100, 1_000));
  await clock.advance(50_000);
  expect(meter(backlog(100, 1_100)).drainMs).toBe(50_000);
});

it('takes no time without work for a slow pace', async () => {
  const clock = createManualClock();
  const meter = createLoadMeter(clock);
  expect(meter(backlog(0, 50)).drainMs).toBe(0);
  await clock.advance(59_000);
  expect(meter(backlog(0, 50)).drainMs).toBe(0);
  await clock.advance(1_000);
  expect(meter(backlog(10, 60)).drainMs).toBe(1_000);
});
