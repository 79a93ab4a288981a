import assert from 'node:assert/strict';
import type { Charge } from '../../domain/limits.ts';
import type { LimitRule, WindowRule } from '../../ports/limit-store.ts';
import { SPANS_MS } from './limit-client.ts';

interface Call {
  charge: Charge;
  startedAt?: number;
  isOver: boolean;
}

/** Counts as a vendor would, with every call on its own, knowing nothing of how a store does it. */
export interface StrictCount {
  reserved(id: string, charge: Charge): void;
  started(id: string): void;
  settled(id: string, charge: Charge): void;
  released(id: string): void;
}

/** @throws at the first moment when a rule does not hold */
export function createStrictCount(rules: readonly LimitRule[], now: () => number): StrictCount {
  const calls = new Map<string, Call>();

  function check(): void {
    for (const rule of rules) {
      const used = rule.counts === 'calls' ? underWay() : inWindow(rule);
      assert.ok(used <= rule.limit, `${used} ${rule.counts} where ${rule.limit} are allowed, at ${now()}`);
    }
  }

  function underWay(): number {
    return [...calls.values()].filter(({ isOver }) => !isOver).length;
  }

  /** What is reserved may start at any moment, so it counts as well. */
  function inWindow({ counts, per }: WindowRule): number {
    let used = 0;
    for (const { charge, startedAt, isOver } of calls.values()) {
      const isHeld = startedAt === undefined && !isOver;
      const isCounted = startedAt !== undefined && startedAt > now() - SPANS_MS[per];
      if (isHeld || isCounted) used += counts === 'requests' ? 1 : charge[counts];
    }
    return used;
  }

  return {
    reserved(id, charge) {
      calls.set(id, { charge, isOver: false });
      check();
    },
    started(id) {
      calls.get(id)!.startedAt = now();
      check();
    },
    settled(id, charge) {
      const call = calls.get(id)!;
      call.charge = charge;
      call.isOver = true;
    },
    released: (id) => void calls.delete(id),
  };
}
