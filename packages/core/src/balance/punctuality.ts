import { DeadlineError } from '../errors/deadline-error.ts';
import type { Clock } from '../ports/clock.ts';
import { createAlarms } from './alarms.ts';
import { createCapacity } from './places/capacity.ts';
import type { Chooser } from './places/choose-place.ts';
import type { PooledTarget } from './places/targets.ts';
import type { Seat, Waiter } from './waiting/waiter.ts';

/** Refuses calls that cannot start before their deadline: at once where that is known, else when it has passed. */
export interface Punctuality {
  /** @param deadlineAt epoch ms */
  watch(waiter: Waiter, deadlineAt: number): void;
  /** It does not wait any more. */
  forget(waiter: Waiter): void;
}

export interface PunctualityOptions {
  readonly clock: Clock;
  readonly chooser: Chooser;
  onLate(waiter: Waiter, error: DeadlineError): void;
}

export function createPunctuality({ clock, chooser, onLate }: PunctualityOptions): Punctuality {
  const alarms = createAlarms(clock, false);
  const capacity = createCapacity(clock);
  const watched = new Map<Waiter, () => void>();

  /** Epoch ms before which those ahead of it in its own queue have not all started. */
  function behindOthersUntil(waiter: Waiter, { line, queue }: Seat, now: number): number {
    return now + capacity.leastWaitMs(line.reach, queue.ahead(waiter) + 1);
  }

  /** Epoch ms before which it cannot start, by a quick look; infinite when only the end of a call can help. */
  function notBefore(waiter: Waiter, seat: Seat, now: number): number {
    const { reach } = seat.line;
    const isNow = chooser.choose(waiter.request, reach, () => true, now).type === 'now';
    const room = isNow ? now : Math.min(...reach.map((target) => opensAt(target, now)));
    return Math.max(room, behindOthersUntil(waiter, seat, now));
  }

  function refuse(waiter: Waiter): void {
    const { seat } = waiter;
    // It had found a place, and others that share it are still asked.
    if (seat === undefined) return onLate(waiter, new DeadlineError(undefined));
    const now = clock.now();
    const alone = chooser.earliest(waiter.request, seat.line.reach, now);
    const at = Math.max(alone, behindOthersUntil(waiter, seat, now));
    onLate(waiter, new DeadlineError(Number.isFinite(at) ? at : undefined));
  }

  return {
    watch(waiter, deadlineAt) {
      const at = notBefore(waiter, waiter.seat!, clock.now());
      if (Number.isFinite(at) && at > deadlineAt) return refuse(waiter);
      watched.set(
        waiter,
        alarms.set(deadlineAt, () => refuse(waiter)),
      );
    },
    forget(waiter) {
      watched.get(waiter)?.();
      watched.delete(waiter);
    },
  };
}

/** Epoch ms when the first of its places may have room, of those that were found to have none. */
function opensAt({ hold, shelf }: PooledTarget, now: number): number {
  return hold.pause(now)?.until ?? shelf.opensAt();
}
