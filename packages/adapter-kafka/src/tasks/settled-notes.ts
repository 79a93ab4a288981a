import type { PartitionKey } from './member-state.ts';

/** Notes of calls that ended elsewhere: one may come before the task that it is about. */
export interface SettledNotes {
  add(key: PartitionKey, offset: number): void;
  has(key: PartitionKey, offset: number): boolean;
}

const MAX_NOTES = 10_000;

export function createSettledNotes(): SettledNotes {
  const notes = new Set<string>();
  return {
    add(key, offset) {
      notes.add(`${key}@${offset}`);
      if (notes.size > MAX_NOTES) notes.delete(notes.values().next().value!);
    },
    has: (key, offset) => notes.size > 0 && notes.has(`${key}@${offset}`),
  };
}
