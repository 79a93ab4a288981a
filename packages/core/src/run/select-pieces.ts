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

export function isSelected({ pieces: ranges }: PlanTask, index: number): boolean {
  return ranges.length === 0 || ranges.some(({ from, to }) => from <= index && index <= to);
}
