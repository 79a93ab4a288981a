import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTY_RUNS } from '../testing/property-runs.ts';
import { createHeap, type HeapItem } from './heap.ts';
import { createIdHeap } from './id-heap.ts';

interface Numbered extends HeapItem {
  number: number;
}

type Step =
  | { readonly type: 'push'; readonly number: number }
  | { readonly type: 'update'; readonly which: number; readonly number: number }
  | { readonly type: 'remove'; readonly which: number };

const number = fc.nat(1_000);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('push' as const), number }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('update' as const), which: fc.nat(), number }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), which: fc.nat() }) },
  ),
  { maxLength: 150, size: 'max' },
);

function leastOf(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

describe('the first of many', () => {
  it('is the least by the order, however they come, change and go', () => {
    fc.assert(
      fc.property(steps, (all: readonly Step[]) => {
        const heap = createHeap<Numbered>((a, b) => a.number < b.number);
        const kept: Numbered[] = [];
        for (const step of all) {
          if (step.type === 'push') {
            const item = { heapIndex: -1, number: step.number };
            kept.push(item);
            heap.push(item);
          } else if (kept.length > 0 && step.type === 'update') {
            const item = kept[step.which % kept.length]!;
            item.number = step.number;
            heap.update(item);
          } else if (kept.length > 0 && step.type === 'remove') {
            heap.remove(kept.splice(step.which % kept.length, 1)[0]!);
          }
          expect(heap.size).toBe(kept.length);
          expect(heap.peek()?.number).toBe(leastOf(kept.map((item) => item.number)));
          expect(new Set(heap.items)).toEqual(new Set(kept));
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('stays where it is when one that is in no heap is taken out', () => {
    const heap = createHeap<Numbered>((a, b) => a.number < b.number);
    const kept = { heapIndex: -1, number: 1 };
    const gone = { heapIndex: -1, number: 2 };
    heap.push(kept);
    heap.push(gone);
    heap.remove(gone);
    heap.remove(gone);
    expect([gone.heapIndex, heap.size, heap.peek()]).toEqual([-1, 1, kept]);
  });

  it('moves no more than a path of the tree', () => {
    let compared = 0;
    const heap = createHeap<Numbered>((a, b) => {
      compared += 1;
      return a.number < b.number;
    });
    for (let count = 0; count < 1_024; count += 1) heap.push({ heapIndex: -1, number: count });
    expect(compared).toBeLessThanOrEqual(1_024);
    compared = 0;
    heap.remove(heap.peek()!);
    expect(compared).toBeLessThanOrEqual(2 * 10 + 1);
  });
});

describe('the least of numbers with ids', () => {
  it('is the least, however they are set, set anew and taken out', () => {
    fc.assert(
      fc.property(steps, (all: readonly Step[]) => {
        const heap = createIdHeap();
        const kept = new Map<number, number>();
        for (const [index, step] of all.entries()) {
          const id = step.type === 'push' ? index : (step.which % (2 * index + 1)) >> 1;
          if (step.type === 'remove') {
            heap.remove(id);
            kept.delete(id);
          } else {
            heap.set(id, step.number);
            kept.set(id, step.number);
          }
          expect(heap.size).toBe(kept.size);
          expect(heap.has(id)).toBe(kept.has(id));
          const first = heap.first();
          expect(first < 0 ? undefined : heap.get(first)).toBe(leastOf([...kept.values()]));
          expect(first < 0 || kept.has(first)).toBe(true);
        }
        for (const [id, value] of kept) expect(heap.get(id)).toBe(value);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('knows of none that was never set, far beyond those that were', () => {
    const heap = createIdHeap();
    expect([heap.first(), heap.has(1_000)]).toEqual([-1, false]);
    heap.remove(1_000);
    heap.set(1_000, 5);
    expect([heap.first(), heap.size]).toEqual([1_000, 1]);
  });
});
