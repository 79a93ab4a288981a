import type { Supply } from './case.ts';

const MINUTE_MS = 60_000;
/** No case takes as long. */
const LONGEST_MS = 60 * MINUTE_MS;

/** A token bucket: `burst` at once, then evenly. */
export function bucket(perMinute: number, burst = perMinute): Supply {
  return (atMs) => burst + (perMinute * atMs) / MINUTE_MS;
}

/** At most `perMinute` in any minute: all of it at once, and again a minute later. */
export function sliding(perMinute: number): Supply {
  return (atMs) => perMinute * (1 + Math.floor(atMs / MINUTE_MS));
}

/** One, then one more whenever its part of a second has passed. */
export function spaced(perSecond: number): Supply {
  return (atMs) => 1 + Math.floor((atMs * perSecond) / 1_000);
}

/** Calls of `callMs` on so many slots. */
export function slots(count: number, callMs: number): Supply {
  return (atMs) => count * (1 + Math.floor(atMs / callMs));
}

/** All limits of one account hold. */
export function tightest(...supplies: readonly Supply[]): Supply {
  return (atMs) => Math.min(...supplies.map((supply) => supply(atMs)));
}

/** The supply in calls of so much each. */
export function ofSize(supply: Supply, size: number): Supply {
  return (atMs) => Math.floor(supply(atMs) / size);
}

/** As `before` until then, and from then on a part of its rate. */
export function changed(before: Supply, thenMs: number, part: number): Supply {
  return (atMs) => {
    if (atMs <= thenMs) return before(atMs);
    return before(thenMs) + part * (before(atMs) - before(thenMs));
  };
}

/** When the last of `demand` can start, in ms, if all accounts are busy from the first moment on. */
export function earliestMs(supplies: readonly Supply[], demand: number): number {
  const total = (atMs: number) => supplies.reduce((sum, supply) => sum + supply(atMs), 0);
  let early = 0;
  let late = LONGEST_MS;
  if (total(0) >= demand) return 0;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (total(middle) >= demand) late = middle;
    else early = middle;
  }
  return late;
}
