import type { LimitAnswer, LimitAsk, LimitChange, LimitRule, WindowRule } from '@manyhands/core';
import { mapAmounts, sumAmounts, toAmounts, type Amounts } from './amounts.ts';
import { createLine } from './line.ts';
import { clearSlices, correctSlices, createTaken, type Slices } from './taken.ts';

/** After this long a place in line that was not used is given up. */
const PLACE_MS = 1_000;
/** Nobody knows when a call ends: those in line look again in turn. */
const CALLS_RETRY_MS = 50;
/** What is held may be given back at any time. */
const HELD_RETRY_MS = 1_000;

interface Reservation {
  readonly owner: string;
  readonly amounts: Amounts;
  /** Of a call that has started. */
  slices?: Slices;
}

/** Whoever does something, when, and by which rules. */
interface Actor {
  readonly owner: string;
  readonly rules: readonly LimitRule[];
  readonly now: number;
}

/** One quota group as all who share it see it. */
export interface LimitGroup {
  change(change: LimitChange, actor: Actor): void;
  ask(ask: LimitAsk, actor: Actor): LimitAnswer;
  /** Its lease has ended. */
  forget(actor: Actor): void;
}

export function createLimitGroup(): LimitGroup {
  const reservations = new Map<string, Reservation>();
  const taken = createTaken();
  const line = createLine();

  function held(): Amounts {
    const waiting = [...reservations.values()].filter(({ slices }) => slices === undefined);
    return sumAmounts(waiting.map(({ amounts }) => amounts));
  }

  function start({ id, charge }: Extract<LimitChange, { type: 'start' }>, { owner, rules, now }: Actor): void {
    const known = reservations.get(id);
    if (known?.slices !== undefined || (known === undefined && charge === undefined)) return;
    const reservation = known ?? { owner, amounts: toAmounts(charge!) };
    reservation.slices = taken.take(reservation.amounts, rules, now);
    reservations.set(id, reservation);
  }

  function settle({ id, charge }: Extract<LimitChange, { type: 'settle' }>, { rules, now }: Actor): void {
    const known = reservations.get(id);
    if (known === undefined) return;
    reservations.delete(id);
    const { amounts, slices = taken.take(amounts, rules, now) } = known;
    if (charge === undefined) return;
    const real = toAmounts(charge);
    correctSlices(slices, real);
    const onTop = mapAmounts(real, amounts, (a, b) => Math.max(0, a - b));
    if (Object.values(onTop).some((amount) => amount > 0)) taken.take(onTop, rules, now);
  }

  function release(id: string): void {
    const slices = reservations.get(id)?.slices;
    if (slices !== undefined) clearSlices(slices);
    reservations.delete(id);
    line.giveUp(id);
  }

  function observe(rule: WindowRule, used: number, { now }: Actor): void {
    const foreign = used - taken.used(rule.per, rule.counts, now) - held()[rule.counts];
    if (foreign <= 0) return;
    taken.take({ requests: 0, inputTokens: 0, outputTokens: 0, tokens: 0, [rule.counts]: foreign }, [rule], now);
  }

  /** 0: now. */
  function waitFor(amounts: Amounts, { owner, rules, now }: Actor): number {
    const ahead = line.ahead(owner, now);
    const notYet = mapAmounts(held(), ahead.amounts, (a, b) => a + b);
    let inMs = 0;
    for (const rule of rules) {
      if (rule.counts === 'calls') {
        const calls = reservations.size + ahead.calls + 1;
        if (calls > rule.limit) inMs = Math.max(inMs, CALLS_RETRY_MS * (ahead.calls + 1));
        continue;
      }
      const { counts, per, limit } = rule;
      const excess = taken.used(per, counts, now) + notYet[counts] + Math.min(amounts[counts], limit) - limit;
      if (excess <= 1e-9) continue;
      const freeAt = taken.freeAt(per, counts, excess, now);
      inMs = Math.max(inMs, freeAt === undefined ? HELD_RETRY_MS : freeAt - now);
    }
    return inMs;
  }

  return {
    change(change, actor) {
      switch (change.type) {
        case 'start':
          return start(change, actor);
        case 'settle':
          return settle(change, actor);
        case 'release':
          return release(change.id);
        case 'observe':
          return observe(change.rule, change.used, actor);
      }
    },
    ask({ id, charge }, actor) {
      if (reservations.has(id)) return { type: 'reserved' };
      const amounts = toAmounts(charge);
      const inMs = waitFor(amounts, actor);
      if (inMs > 0) {
        line.wait(actor.owner, { id, amounts, until: actor.now + inMs + PLACE_MS });
        return { type: 'later', inMs };
      }
      line.leave(actor.owner);
      reservations.set(id, { owner: actor.owner, amounts });
      return { type: 'reserved' };
    },
    forget({ owner, rules, now }) {
      line.leave(owner);
      for (const [id, { owner: holder, slices, amounts }] of reservations) {
        if (holder !== owner) continue;
        reservations.delete(id);
        if (slices === undefined) taken.take(amounts, rules, now);
      }
    },
  };
}
