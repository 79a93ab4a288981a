import type { Clock } from '../../ports/clock.ts';
import type { Pace } from '../limits/quota-group.ts';
import type { PooledTarget } from './targets.ts';

/** A look at all groups is taken at most so often. */
const FRESH_MS = 1_000;

/** How many calls a part of the pool lets start at best. */
export interface Capacity {
  /** The least time until the nth call from now can start, in ms. */
  leastWaitMs(reach: readonly PooledTarget[], nth: number): number;
}

export function createCapacity(clock: Clock): Capacity {
  const known = new WeakMap<readonly PooledTarget[], { readonly at: number; readonly pace: Pace }>();

  function paceOf(reach: readonly PooledTarget[]): Pace {
    const now = clock.now();
    const last = known.get(reach);
    if (last !== undefined && now - last.at < FRESH_MS) return last.pace;
    const pace = sumPace(reach);
    known.set(reach, { at: now, pace });
    return pace;
  }

  return {
    leastWaitMs(reach, nth) {
      const { atOnce, perMs } = paceOf(reach);
      return nth <= atOnce ? 0 : (nth - atOnce) / perMs;
    },
  };
}

function sumPace(reach: readonly PooledTarget[]): Pace {
  const groups = new Set(reach.flatMap(({ shelf }) => [...shelf.places].map(({ group }) => group.quota)));
  let atOnce = 0;
  let perMs = 0;
  for (const group of groups) {
    const pace = group.pace();
    atOnce += pace.atOnce;
    perMs += pace.perMs;
  }
  return { atOnce, perMs };
}
