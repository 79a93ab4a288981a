import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../domain/event.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { memoryStore } from './memory-store.ts';
import { keepTidy } from './retention.ts';

const HOUR_MS = 3_600_000;

function started(runId: string, at: number): RunEvent {
  return { type: 'run:started', runId, seq: 1, at, goal: { goal: runId, budget: {} }, criteria: [] };
}

function ended(runId: string, at: number): RunEvent {
  return { type: 'run:ended', runId, seq: 2, at, status: 'done', output: null };
}

async function aStore(runs: number, clock: { now(): number }) {
  const store = memoryStore();
  for (let index = 0; index < runs; index += 1) {
    const at = clock.now() - index * HOUR_MS;
    await store.append(`run-${index}`, [started(`run-${index}`, at), ended(`run-${index}`, at)]);
  }
  return store;
}

const idsOf = async (store: ReturnType<typeof memoryStore>) => (await store.list()).map(({ runId }) => runId);

describe('retention', () => {
  it('removes what ended too long ago, and goes on doing so', async () => {
    const clock = createManualClock();
    const store = await aStore(4, clock);
    const stop = keepTidy(store, clock, { keepMs: 1.5 * HOUR_MS, everyMs: HOUR_MS });
    await clock.advance(0);
    expect(await idsOf(store)).toEqual(['run-0', 'run-1']);
    await clock.advance(HOUR_MS);
    expect(await idsOf(store)).toEqual(['run-0']);
    stop();
    await clock.advance(9 * HOUR_MS);
    expect(await idsOf(store)).toEqual(['run-0']);
  });

  it('keeps the newest, in steps that hold nobody up, and never one that has not ended', async () => {
    const clock = createManualClock();
    const store = await aStore(100, clock);
    await store.append('run-open', [started('run-open', clock.now() - 1_000 * HOUR_MS)]);
    const stop = keepTidy(store, clock, { keepRuns: 3 });
    await clock.advance(0);
    expect(await store.list({ state: 'ended' })).toHaveLength(80);
    for (let step = 0; step < 5; step += 1) await clock.advance(50);
    expect(await idsOf(store)).toEqual(['run-0', 'run-1', 'run-2', 'run-open']);
    stop();
  });

  it('tries again later when the store fails', async () => {
    const clock = createManualClock();
    const store = await aStore(3, clock);
    let fails = 1;
    const failing = {
      ...store,
      prune: (request: Parameters<typeof store.prune>[0]) =>
        (fails -= 1) >= 0 ? Promise.reject(new Error('away')) : store.prune(request),
    };
    const stop = keepTidy(failing, clock, { keepRuns: 1, everyMs: 100 });
    await clock.advance(0);
    expect(await idsOf(store)).toHaveLength(3);
    await clock.advance(100);
    expect(await idsOf(store)).toEqual(['run-0']);
    stop();
  });
});
