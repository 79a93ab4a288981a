import type { Clock } from '../ports/clock.ts';
import type { Choice, Chooser, Chosen } from './places/choose-place.ts';
import type { PooledTarget } from './places/targets.ts';
import { createClaims } from './waiting/claims.ts';
import type { Line } from './waiting/line.ts';
import { createStandstill } from './waiting/standstill.ts';
import { isBefore, type Waiter } from './waiting/waiter.ts';
import type { WaitingRoom } from './waiting/waiting-room.ts';

/** Brings those who wait and the places that have room together. */
export interface Desk {
  /** Something has changed: it opens when what is under way now is done. */
  openSoon(): void;
  /** What there would be for the waiter now. Nothing is taken. */
  ask(waiter: Waiter, reach: readonly PooledTarget[]): Chosen;
  /** Who is gone holds no room back. */
  forget(waiter: Waiter): void;
  close(): void;
}

export interface DeskOptions {
  readonly room: WaitingRoom;
  readonly clock: Clock;
  readonly choose: Chooser['choose'];
  grant(waiter: Waiter, choice: Choice): void;
  /** No account that is left could ever serve it. */
  refuse(waiter: Waiter): void;
}

/** So many calls leave before others have their turn: those that leave together hold one another up on the way to their sockets. */
const MOST_AT_ONCE = 64;

export function createDesk({ room, clock, choose, grant, refuse }: DeskOptions): Desk {
  const claims = createClaims();
  const standstill = createStandstill(claims);
  let isOpening = false;
  let clearTimer = () => {};
  let sleepsUntil = Number.POSITIVE_INFINITY;

  function ask(waiter: Waiter, reach: readonly PooledTarget[], now = clock.now()): Chosen {
    return choose(waiter.request, reach, (place, charge) => claims.isFree(waiter, place, charge, now), now);
  }

  /** @returns whether the waiter is gone now, with or without leave */
  function serve(waiter: Waiter, now: number, turn: { readonly isTurn: boolean; readonly mayClaim: boolean }): boolean {
    const chosen = ask(waiter, waiter.seat!.line.reach, now);
    if (chosen.type === 'later') {
      if (turn.mayClaim && chosen.soonest !== undefined) claims.make(waiter, chosen.soonest.place, chosen.soonest);
      return false;
    }
    claims.drop(waiter);
    if (chosen.type === 'never') {
      room.leave(waiter);
      refuse(waiter);
      return true;
    }
    const { place, charge } = chosen.choice;
    room.serve(waiter, place.group.quota.part(charge), turn.isTurn);
    grant(waiter, chosen.choice);
    return true;
  }

  function hasRoomFor(waiter: Waiter, now: number): boolean {
    return ask(waiter, waiter.seat!.line.reach, now).type !== 'later';
  }

  /** Serves the one whose turn it is or, where it finds no room, one that is smaller. */
  function serveLine(waiter: Waiter, now: number, mayClaim: boolean): boolean {
    const { line } = waiter.seat!;
    // Where there was no room the smallest is asked first: if it finds none, nobody does.
    const isDoubtful = standstill.wasNoted(line) && (claims.has(waiter) || !mayClaim);
    if (isDoubtful && !hasRoomFor(line.smallest()!, now)) return false;
    if (serve(waiter, now, { isTurn: true, mayClaim })) return true;
    const smallest = line.smallest()!;
    if (smallest === waiter || !(isDoubtful || hasRoomFor(smallest, now))) return false;
    return line.queuesFrom(waiter).some((queue) => serveFitting(queue.smaller(waiter), now));
  }

  function serveFitting(bySize: readonly Waiter[], now: number): boolean {
    const [best] = fittingOf(bySize, now).toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
    return best !== undefined && serve(best, now, { isTurn: false, mayClaim: false });
  }

  /** Those of them, from the smallest to the largest, that find room now: where one finds none, a larger one does not. */
  function fittingOf(bySize: readonly Waiter[], now: number): readonly Waiter[] {
    let fitting = 0;
    let beyond = bySize.length;
    while (fitting < beyond) {
      const middle = (fitting + beyond) >> 1;
      if (hasRoomFor(bySize[middle]!, now)) fitting = middle + 1;
      else beyond = middle;
    }
    return bySize.slice(0, fitting);
  }

  function open(): void {
    const now = clock.now();
    let left = MOST_AT_ONCE;
    for (const waiter of claims.due(now)) if (serve(waiter, now, { isTurn: true, mayClaim: true })) left -= 1;
    const lines = room.lines.filter((line) => !standstill.holds(line, now));
    const blocked: Line[] = [];
    while (left > 0 && lines.length > 0) {
      const waiter = room.next(lines);
      const { line } = waiter.seat!;
      // Who comes first claims first: others that hope for the same accounts wait behind its claim.
      if (serveLine(waiter, now, !blocked.some((other) => shareTargets(other, line)))) left -= 1;
      else {
        blocked.push(line);
        standstill.note(line);
      }
      if (line.isEmpty || line === blocked.at(-1)) lines.splice(lines.indexOf(line), 1);
    }
    sleepUntil(left > 0 ? nextRoomAt(now) : now, now);
  }

  function nextRoomAt(now: number): number {
    // Claimed places are passed over while there is room, and not set aside: so theirs is a time of its own.
    let at = claims.nextAt(now);
    for (const { reach } of room.lines) {
      for (const { hold, inFlight, shelf } of reach) {
        // Shelves of a model that is held back are not looked at: theirs may be a moment that has passed.
        const heldUntil = hold.earliest(now, inFlight);
        at = Math.min(at, heldUntil > now ? heldUntil : shelf.opensAt());
      }
    }
    return at;
  }

  function wake(): void {
    sleepsUntil = Number.POSITIVE_INFINITY;
    open();
  }

  function sleepUntil(at: number, now: number): void {
    if (at === sleepsUntil) return;
    clearTimer();
    sleepsUntil = at;
    clearTimer = Number.isFinite(at) ? clock.setTimer(wake, at - now) : () => {};
  }

  return {
    openSoon() {
      if (isOpening) return;
      isOpening = true;
      queueMicrotask(() => {
        isOpening = false;
        open();
      });
    },
    ask,
    forget: claims.drop,
    close: () => clearTimer(),
  };
}

function shareTargets(a: Line, b: Line): boolean {
  return a.reach.some((target) => b.reach.includes(target));
}
