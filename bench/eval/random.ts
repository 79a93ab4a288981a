import { hash } from 'node:crypto';

/** A number from 0 up to 1 that is always the same for the same words: faults are planted, not rolled. */
export function chance(...words: readonly (string | number)[]): number {
  return Number.parseInt(hash('sha256', JSON.stringify(words)).slice(0, 8), 16) / 2 ** 32;
}

export function pickOf<Item>(items: readonly Item[], ...words: readonly (string | number)[]): Item {
  return items[Math.floor(chance(...words) * items.length)]!;
}
