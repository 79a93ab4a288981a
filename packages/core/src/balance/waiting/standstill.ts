import type { Claims } from './claims.ts';
import type { Line } from './line.ts';

/** Remembers the lines for which there was no room, so that nobody asks again before something has changed. */
export interface Standstill {
  /** There was no room for anyone in the line. */
  note(line: Line): void;
  /** There was none when it was last asked. */
  wasNoted(line: Line): boolean;
  holds(line: Line, now: number): boolean;
}

interface Noted {
  readonly came: number;
  readonly openings: number;
  readonly claims: number;
}

export function createStandstill(claims: Claims): Standstill {
  const noted = new WeakMap<Line, Noted>();

  return {
    note: (line) => void noted.set(line, { came: line.came, openings: openingsOf(line), claims: claims.changes }),
    wasNoted: (line) => noted.has(line),
    holds(line, now) {
      const then = noted.get(line);
      if (then === undefined || then.came !== line.came || then.claims !== claims.changes) return false;
      return then.openings === openingsOf(line) && !isDue(line, now);
    },
  };
}

function openingsOf({ reach }: Line): number {
  let openings = 0;
  for (const { shelf } of reach) openings += shelf.openings;
  return openings;
}

/** Time may have brought room. */
function isDue({ reach }: Line, now: number): boolean {
  return reach.some(({ shelf, hold }) => shelf.opensAt() <= now || !hold.isOver);
}
