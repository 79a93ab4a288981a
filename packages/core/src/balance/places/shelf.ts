import type { Charge } from '../../domain/limits.ts';
import { createIdHeap, type IdHeap } from '../id-heap.ts';
import { earliestAt, type Place } from './place.ts';

/** Room that comes later. */
export interface Later {
  readonly place: Place;
  /** Epoch ms. */
  readonly at: number;
}

export type Found =
  | { readonly type: 'now'; readonly place: Place }
  /** `soonest`: of the places that were looked at. */
  | { readonly type: 'later'; readonly soonest: Later | undefined };

/**
 * The places of one target, the least filled first. What had no room for a call is set aside until it has: so the next one is
 * found without a look at all of them.
 */
export interface Shelf {
  readonly places: Iterable<Place>;
  add(place: Place, now: number): void;
  remove(place: Place): void;
  /** Finds the least filled place that has room for the charge now and that `mayTake` it. */
  find(charge: Charge, mayTake: (place: Place) => boolean, now: number): Found;
  /** A call has started there, or elsewhere in its group. */
  onStarted(place: Place, now: number): void;
  /** A call has ended there, or elsewhere in its group. @param hasRoom and gave room back */
  onEnded(place: Place, hasRoom: boolean, now: number): void;
  /** There may be room that was not there before. */
  reopen(place: Place, now: number): void;
  /** Counts the times that a place was found to have room again: while it stays the same, who found none finds none. */
  readonly openings: number;
  /** Epoch ms when the next of those set aside may have room; infinite when that depends on other things than time. */
  opensAt(): number;
}

/** Time empties windows without a word: after so many calls one place is looked at again. */
const LOOK_EVERY = 8;
/** Places that had no room for a larger call are asked again for a smaller one, so many at a time. */
const TRIES = 8;
const NOTHING: Charge = { inputTokens: 0, outputTokens: 0, tokens: 0 };

export function createShelf(): Shelf {
  const ids = new Map<Place, number>();
  const places: (Place | undefined)[] = [];
  const unused: number[] = [];
  /** By how full they are, as of the last look. */
  const open = createIdHeap();
  /** Of those set aside: by when they may have room, and by the size of the call they have no room for, the largest first. */
  const byTime = createIdHeap();
  const bySize = createIdHeap();
  let openings = 0;
  let turn = 0;

  function setOpen(id: number, now: number): void {
    if (!open.has(id)) {
      byTime.remove(id);
      bySize.remove(id);
      openings += 1;
    }
    open.set(id, places[id]!.group.quota.fill(now));
  }

  function setAside(id: number, until: number, charge: Charge, now: number): void {
    const leastAt = earliestAt(places[id]!, NOTHING, now);
    open.remove(id);
    // Where not even the smallest call has room there is no use in asking for a smaller one, until there may be.
    byTime.set(id, leastAt > now ? leastAt : until);
    bySize.set(id, leastAt > now ? 0 : -sizeOf(charge));
  }

  function openDue(now: number): void {
    for (let id = byTime.first(); id >= 0 && byTime.get(id) <= now; id = byTime.first()) setOpen(id, now);
  }

  function lookAtOne(now: number): void {
    turn = (turn + 1) % (places.length * LOOK_EVERY);
    const id = turn / LOOK_EVERY;
    if (Number.isInteger(id) && open.has(id)) setOpen(id, now);
  }

  function find(charge: Charge, mayTake: (place: Place) => boolean, now: number): Found {
    openDue(now);
    let soonest: Later | undefined;

    /** The first of a heap that has room; what has none is set aside, what may not be taken is passed over. */
    function search(heap: IdHeap, isWorthIt: (id: number, tries: number) => boolean): Place | undefined {
      let passed: [number, number][] | undefined;
      let found: Place | undefined;
      for (let tries = 0; found === undefined; tries += 1) {
        const id = heap.first();
        if (id < 0 || !isWorthIt(id, tries)) break;
        const place = places[id]!;
        const at = earliestAt(place, charge, now);
        if (at > now) {
          if (at < (soonest?.at ?? Number.POSITIVE_INFINITY)) soonest = { place, at };
          setAside(id, at, charge, now);
        } else if (mayTake(place)) found = place;
        else {
          (passed ??= []).push([id, heap.get(id)]);
          heap.remove(id);
        }
      }
      for (const [id, number] of passed ?? []) heap.set(id, number);
      return found;
    }

    const size = -sizeOf(charge);
    const place = search(open, () => true) ?? search(bySize, (id, tries) => tries < TRIES && bySize.get(id) < size);
    if (place === undefined) return { type: 'later', soonest };
    lookAtOne(now);
    return { type: 'now', place };
  }

  return {
    get places() {
      return ids.keys();
    },
    get openings() {
      return openings;
    },
    add(place, now) {
      const id = unused.pop() ?? places.length;
      ids.set(place, id);
      places[id] = place;
      setOpen(id, now);
    },
    remove(place) {
      const id = ids.get(place);
      if (id === undefined) return;
      ids.delete(place);
      places[id] = undefined;
      unused.push(id);
      for (const heap of [open, byTime, bySize]) heap.remove(id);
    },
    find,
    onStarted(place, now) {
      const id = ids.get(place);
      if (id !== undefined && open.has(id)) setOpen(id, now);
    },
    onEnded(place, hasRoom, now) {
      const id = ids.get(place);
      if (id === undefined) return;
      // Where time alone does not help, the end of a call may.
      if (hasRoom || (!open.has(id) && byTime.get(id) === Number.POSITIVE_INFINITY)) setOpen(id, now);
    },
    reopen(place, now) {
      const id = ids.get(place);
      if (id !== undefined) setOpen(id, now);
    },
    opensAt() {
      const id = byTime.first();
      return id < 0 ? Number.POSITIVE_INFINITY : byTime.get(id);
    },
  };
}

/** One number for what a call takes, by which calls are larger or smaller. */
function sizeOf({ inputTokens, outputTokens, tokens }: Charge): number {
  return Math.max(tokens, inputTokens + outputTokens);
}
