import type { PieceRange, PlanTask } from '../domain/plan.ts';

/** Indexes of the pieces that a map task works on, each once and in order. No range: all. */
export function* selectPieces({ pieces: ranges }: PlanTask, count: number): Generator<number, void, undefined> {
  const sorted: readonly PieceRange[] =
    ranges.length === 0 ? [{ from: 0, to: count - 1 }] : ranges.toSorted((a, b) => a.from - b.from);
  let next = 0;
  for (const { from, to } of sorted) {
    for (next = Math.max(next, from); next <= Math.min(to, count - 1); next += 1) yield next;
  }
}

/** How many they are, however many pieces there are. */
export function countSelected({ pieces: ranges }: PlanTask, count: number): number {
  if (ranges.length === 0) return count;
  let next = 0;
  let selected = 0;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const end = Math.min(to, count - 1) + 1;
    selected += Math.max(0, end - Math.max(next, from));
    next = Math.max(next, end);
  }
  return selected;
}

export function isSelected({ pieces: ranges }: PlanTask, index: number): boolean {
  return ranges.length === 0 || ranges.some(({ from, to }) => from <= index && index <= to);
}
