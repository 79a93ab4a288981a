/**
 * The least of many numbers, each known by a small whole number, its id. What is compared lies side by side in memory, so that
 * thousands cost little more than ten; every change costs O(log n).
 */
export interface IdHeap {
  readonly size: number;
  /** The id with the least number; -1: there is none. */
  first(): number;
  has(id: number): boolean;
  /** The number of an id that was set. */
  get(id: number): number;
  set(id: number, number: number): void;
  /** Does nothing for an id that is not there. */
  remove(id: number): void;
}

const FIRST_ROOM = 16;

export function createIdHeap(): IdHeap {
  let numbers = new Float64Array(FIRST_ROOM);
  /** Where an id is in the heap, from 1; 0: it is not. */
  let places = new Int32Array(FIRST_ROOM);
  const ids: number[] = [];

  function makeRoom(id: number): void {
    const room = Math.max(numbers.length * 2, id + 1);
    const wider = new Float64Array(room);
    wider.set(numbers);
    numbers = wider;
    const more = new Int32Array(room);
    more.set(places);
    places = more;
  }

  function put(id: number, index: number): void {
    ids[index] = id;
    places[id] = index + 1;
  }

  function rise(id: number, from: number): number {
    const number = numbers[id]!;
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const other = ids[above]!;
      if (number >= numbers[other]!) break;
      put(other, index);
      index = above;
    }
    put(id, index);
    return index;
  }

  function sink(id: number, from: number): void {
    const number = numbers[id]!;
    let index = from;
    for (let below = 2 * index + 1; below < ids.length; below = 2 * index + 1) {
      if (below + 1 < ids.length && numbers[ids[below + 1]!]! < numbers[ids[below]!]!) below += 1;
      const other = ids[below]!;
      if (numbers[other]! >= number) break;
      put(other, index);
      index = below;
    }
    put(id, index);
  }

  return {
    get size() {
      return ids.length;
    },
    first: () => ids[0] ?? -1,
    has: (id) => (places[id] ?? 0) > 0,
    get: (id) => numbers[id]!,
    set(id, number) {
      if (id >= numbers.length) makeRoom(id);
      numbers[id] = number;
      const place = places[id]!;
      if (place === 0) ids.push(id);
      const index = place === 0 ? ids.length - 1 : place - 1;
      sink(id, rise(id, index));
    },
    remove(id) {
      const place = places[id] ?? 0;
      if (place === 0) return;
      places[id] = 0;
      const last = ids.pop()!;
      if (last !== id) sink(last, rise(last, place - 1));
    },
  };
}
