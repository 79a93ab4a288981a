import { noAmounts, sumAmounts, type Amounts } from './amounts.ts';

/** Those who were refused and will ask again, one place for each owner, in the order in which they came. */
export interface Line {
  /** What those before the owner wait for: all of them when it has no place yet. */
  ahead(owner: string, now: number): { readonly calls: number; readonly amounts: Amounts };
  /** Keeps the place the owner has, or gives it the last one. */
  wait(owner: string, place: Place): void;
  leave(owner: string): void;
  /** Gives up the place of an ask. */
  giveUp(id: string): void;
}

export interface Place {
  /** Of the ask that was refused last. */
  readonly id: string;
  readonly amounts: Amounts;
  readonly until: number;
}

export function createLine(): Line {
  // A map keeps the order of first insertion.
  const places = new Map<string, Place>();
  return {
    ahead(owner, now) {
      const before: Amounts[] = [];
      for (const [name, { amounts, until }] of places) {
        if (until <= now) places.delete(name);
        else if (name === owner) break;
        else before.push(amounts);
      }
      return { calls: before.length, amounts: before.length === 0 ? noAmounts() : sumAmounts(before) };
    },
    wait: (owner, place) => void places.set(owner, place),
    leave: (owner) => void places.delete(owner),
    giveUp(id) {
      for (const [owner, place] of places) if (place.id === id) places.delete(owner);
    },
  };
}
