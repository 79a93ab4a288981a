import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../defaults/system-clock.ts';
import { createStartGate } from './start-gate.ts';

const SPACED_MS = 50;
const TURN_MS = 25;
const TURNS = 6;

function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

// In real time: it is about a process that real time passes by.
describe('calls to a vendor that counts per second', () => {
  const gate = createStartGate(1_000 / SPACED_MS, systemClock);

  it('leave further apart at first, where a connection is opened', async () => {
    await gate();
    const firstAt = performance.now();
    await gate();
    expect(performance.now() - firstAt).toBeGreaterThanOrEqual(1_000 + SPACED_MS);
  });

  it('take longer to the wire while the process is busy, and the next one leaves as much later', async () => {
    await gate();
    const firstAt = performance.now();
    const second = gate();
    for (let turn = 0; turn < TURNS; turn += 1) {
      holdUp(TURN_MS);
      await nextTurn();
    }
    await second;
    expect(performance.now() - firstAt).toBeGreaterThanOrEqual(TURNS * TURN_MS + SPACED_MS);
  });
});
