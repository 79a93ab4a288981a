import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aWaiter, ofSize } from '../../testing/balance/a-waiter.ts';
import { REQUEST } from '../../testing/balance/set-up-balancer.ts';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { createArrivals } from './arrivals.ts';
import { createRunQueue, isQueueBefore } from './run-queue.ts';
import { UrgencyQueue } from './urgency-queue.ts';
import { isBefore, isTurnBefore, Waiter } from './waiter.ts';

const share = () => ({ runId: 'run', weight: 1, pass: 0, waiting: 0 });

const request = fc.record({
  priority: fc.constantFrom(0, 0, 5, 10),
  remainingPathMs: fc.constantFrom(0, 1_000, 2_000),
  estimate: fc.record({ inputTokens: fc.nat(4_000), maxOutputTokens: fc.nat(100) }),
});
const comings = fc.array(fc.oneof(request, fc.nat()), { minLength: 1, maxLength: 60, size: 'max' });

describe('who waits', () => {
  it('goes before another by priority, path, size, and who came first, in this order', () => {
    const first = ofSize(100);
    const rows: readonly [Waiter, Waiter][] = [
      [ofSize(100, { priority: 1 }), ofSize(100, { remainingPathMs: 9_000 })],
      [ofSize(100, { remainingPathMs: 2 }), ofSize(9_000, { remainingPathMs: 1 })],
      [ofSize(9_000), first],
      [first, ofSize(100)],
    ];
    for (const [before, after] of rows) {
      expect([isBefore(before, after), isBefore(after, before)]).toEqual([true, false]);
    }
  });

  it('is of a size class with others that are not far off', () => {
    expect(ofSize(100).sizeClass).toBe(ofSize(110).sizeClass);
    expect(ofSize(200).sizeClass - ofSize(100).sizeClass).toBe(2);
    expect(aWaiter({ estimate: { inputTokens: 100 } }).sizeClass).toBe(ofSize(100).sizeClass);
    expect(aWaiter({ estimate: { inputTokens: 50, maxOutputTokens: 50 } }).sizeClass).toBe(ofSize(100).sizeClass);
  });

  it('leaves no listener at its signal when it has what it waited for, or was told that it gets nothing', () => {
    const { signal } = new AbortController();
    const counts = { added: 0, removed: 0 };
    const counted = new Proxy(signal, {
      get(target, name) {
        if (name === 'addEventListener') counts.added += 1;
        if (name === 'removeEventListener') counts.removed += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const ends: string[] = [];
    const options = { resolve: () => ends.push('resolved'), reject: () => ends.push('rejected'), onAbort: () => {} };
    for (const end of ['resolve', 'reject'] as const) {
      const waiter = new Waiter({ request: REQUEST, signal: counted, order: 1, ...options });
      waiter[end](undefined as never);
    }
    expect(ends).toEqual(['resolved', 'rejected']);
    expect(counts).toEqual({ added: 2, removed: 2 });
  });
});

describe('a queue by urgency', () => {
  it('has the most urgent first, then who came first, whoever comes and goes', () => {
    fc.assert(
      fc.property(comings, (steps) => {
        const queue = new UrgencyQueue();
        const kept: Waiter[] = [];
        for (const step of steps) {
          if (typeof step !== 'number') {
            // Of one size: a queue holds only those.
            const waiter = ofSize(100, step);
            Object.assign(waiter, { request: { ...waiter.request, estimate: REQUEST.estimate } });
            kept.push(waiter);
            queue.add(waiter);
          } else if (kept.length > 0) {
            const [gone] = kept.splice(step % kept.length, 1);
            queue.remove(gone!);
            queue.remove(gone!);
          }
          const best = kept.toSorted((a, b) =>
            (b.request.priority! - a.request.priority! ||
              b.request.remainingPathMs! - a.request.remainingPathMs! ||
              a.order - b.order) < 0
              ? -1
              : 1,
          );
          expect(queue.size).toBe(kept.length);
          expect(queue.first).toBe(best[0]);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('knows that nobody is less urgent', () => {
    const queue = new UrgencyQueue();
    const [low, high, also] = [aWaiter(), aWaiter({ priority: 1 }), aWaiter()];
    for (const waiter of [low, high, also]) queue.add(waiter);
    expect([low, high, also].map((waiter) => queue.isLast(waiter))).toEqual([true, false, true]);
  });

  it('says no where there are too many levels to look at', () => {
    const queue = new UrgencyQueue();
    const waiters = Array.from({ length: 65 }, (_, path) => aWaiter({ remainingPathMs: 100 - path }));
    for (const waiter of waiters.slice(0, 64)) queue.add(waiter);
    expect(queue.isLast(waiters[63]!)).toBe(true);
    queue.add(waiters[64]!);
    expect(queue.isLast(waiters[64]!)).toBe(false);
  });
});

describe('the calls of a run', () => {
  it('have the best of all first, the smallest known, and those smaller than one in the order of size', () => {
    fc.assert(
      fc.property(comings, (steps) => {
        const queue = createRunQueue(share());
        const kept: Waiter[] = [];
        for (const step of steps) {
          if (typeof step !== 'number') {
            const waiter = aWaiter(step);
            kept.push(waiter);
            queue.add(waiter);
          } else if (kept.length > 0) {
            const [gone] = kept.splice(step % kept.length, 1);
            queue.remove(gone!);
          }
          const byTurn = kept.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
          const bestOf = (key: number) => byTurn.find(({ sizeClass }) => sizeClass === key);
          const keys = [...new Set(kept.map(({ sizeClass }) => sizeClass))].toSorted((a, b) => a - b);
          expect(queue.best).toBe(byTurn[0]);
          expect(queue.smallest).toBe(keys.length === 0 ? undefined : bestOf(keys[0]!));
          const largest = kept.find(({ sizeClass }) => sizeClass === keys.at(-1));
          const smaller = largest === undefined ? [] : queue.smaller(largest);
          expect(smaller).toEqual(keys.slice(0, -1).map(bestOf));
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('that go before one in any case are those of its size which are not less urgent, when it is the last of them', () => {
    const queue = createRunQueue(share());
    const [first, second, urgent, other, last] = [
      ofSize(100),
      ofSize(100),
      ofSize(100, { priority: 1 }),
      ofSize(9_000),
      ofSize(100),
    ];
    for (const waiter of [first, second, urgent, other]) queue.add(waiter);
    expect([queue.ahead(second), queue.ahead(first), queue.ahead(urgent), queue.ahead(other)]).toEqual([2, 0, 0, 0]);
    queue.add(last);
    expect([queue.ahead(last), queue.ahead(second)]).toEqual([3, 0]);
  });

  it('have their turn by priority, then by who had least of its share, then by who came first', () => {
    const queueOf = (pass: number, waiter: Waiter) => {
      const queue = createRunQueue({ ...share(), pass });
      queue.add(waiter);
      waiter.seat = { line: undefined as never, queue };
      return queue;
    };
    const [early, late, poor, urgent] = [aWaiter(), aWaiter(), aWaiter(), aWaiter({ priority: 1 })];
    const queues = [queueOf(1, late), queueOf(1, early), queueOf(0, poor), queueOf(9, urgent)];
    const sorted = queues.toSorted((a, b) => (isQueueBefore(a, b) ? -1 : 1)).map(({ best }) => best);
    expect(sorted).toEqual([urgent, poor, early, late]);
    expect(isTurnBefore(early, early)).toBe(false);
  });
});

describe('those who came', () => {
  it('are in the order in which they came, whoever goes', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat()), { maxLength: 40 }), (steps) => {
        const arrivals = createArrivals();
        const kept: Waiter[] = [];
        for (const step of steps) {
          if (step === null) {
            const waiter = aWaiter();
            kept.push(waiter);
            arrivals.add(waiter);
          } else if (kept.length > 0) arrivals.remove(kept.splice(step % kept.length, 1)[0]!);
          expect(arrivals.all()).toEqual(kept);
          expect(arrivals.oldest).toBe(kept[0]);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
