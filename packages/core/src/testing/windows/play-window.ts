import assert from 'node:assert/strict';
import { createSlice, type Window } from '../../balance/windows/window.ts';
import type { StrictVendor } from './strict-vendors.ts';

/** One call of a schedule. Shares are 0 to 1. */
export interface PlannedCall {
  /** After the one before was decided. */
  readonly gapMs: number;
  readonly amount: number;
  /** How long it is held back between leave and start, of the longest that a start gate does so. */
  readonly heldShare: number;
  /** How long it is on its way, of the guard. */
  readonly travelShare: number;
  /** What it takes in the end, of what was reserved. */
  readonly tookShare: number;
  readonly durationMs: number;
}

export interface Playground {
  readonly window: Window;
  readonly vendor: StrictVendor;
  readonly startAt: number;
  /** The longest that calls are on their way. */
  readonly guardMs: number;
  /** The longest that they are held back after they got leave. */
  readonly heldMs: number;
  /** The vendor tells its times in whole seconds. */
  readonly tellsSeconds: boolean;
}

interface Happening {
  readonly at: number;
  readonly order: number;
  happen(): void;
}

/**
 * Lets calls go as a window says, at the first moment that it allows, and has a strict vendor count them when they arrive.
 *
 * @throws when the vendor refuses one, or the window takes back what it said
 * @returns when the last of them got leave
 */
export function playWindow(calls: readonly PlannedCall[], playground: Playground): number {
  const { window, vendor, guardMs, heldMs, tellsSeconds } = playground;
  const happenings: Happening[] = [];
  let now = playground.startAt;
  let order = 0;

  function plan(at: number, happen: () => void): void {
    happenings.push({ at, order: (order += 1), happen });
  }

  function passTo(until: number): void {
    while (true) {
      const [next] = happenings.toSorted((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined || next.at > until) break;
      happenings.splice(happenings.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.happen();
    }
    now = until;
  }

  /** What happens meanwhile can make it earlier or later. */
  function waitFor(amount: number): void {
    for (let at = window.earliest(amount, now); at > now; at = window.earliest(amount, now)) {
      const next = Math.min(...happenings.map((happening) => happening.at));
      assert.ok(Number.isFinite(Math.min(at, next)), 'Nothing that may happen makes room.');
      passTo(Math.min(at, Math.max(next, now)));
    }
  }

  function leave({ amount, heldShare, travelShare, tookShare, durationMs }: PlannedCall): void {
    const slice = createSlice(amount);
    window.take(slice, now);
    const took = Math.max(1, Math.round(amount * tookShare));
    const leftAt = now + heldShare * heldMs;
    const arrivedAt = leftAt + travelShare * guardMs;
    let said: ReturnType<StrictVendor['view']>;
    if (leftAt > now) plan(leftAt, () => window.restamp(slice, now));
    plan(arrivedAt, () => {
      assert.ok(vendor.arrives(took, now), `The vendor refused ${took} at ${now - playground.startAt} ms.`);
      said = vendor.view(now);
    });
    plan(arrivedAt + durationMs, () => {
      window.end(slice, took, now);
      // As of when the vendor said it, which is some time before it arrives here.
      const resetMs = tellsSeconds ? Math.ceil(said.resetMs / 1_000) * 1_000 : said.resetMs;
      window.learn?.({ ...said, resetMs }, leftAt, now);
    });
  }

  for (const call of calls) {
    passTo(now + call.gapMs);
    waitFor(call.amount);
    leave(call);
  }
  const lastAt = now;
  passTo(now + 10 * 86_400_000);
  return lastAt;
}
