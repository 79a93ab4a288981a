import type { LimitAsk } from '@manyhands/core';
import { add, amountOf, toAmounts, type Amounts } from './amounts.ts';
import type { Actor, Books } from './change.ts';
import { sumOf, type Sums, type Taken } from './taken.ts';

/** After this long a place in line that was not used is given up. */
const PLACE_MS = 1_000;
const CALLS_RETRY_MS = 50;
/** What is held may be given back at any time. */
const HELD_RETRY_MS = 1_000;

/** In how many ms each ask may come again; 0: it is granted. After one that is refused all are. */
export function askGroup(books: Books, asks: readonly LimitAsk[], actor: Actor): number[] {
  const { reservations, taken, line } = books;
  const { group, owner, at } = actor;
  line.forget(group, at);
  taken.forget(group, at);
  const sums = taken.sums(group, at);
  let held = reservations.count(group);
  let ahead = line.ahead(group, owner);
  let isServed = false;
  let inMs = 0;

  function grant(id: string, amounts: Amounts): void {
    reservations.add(id, group, owner, { amounts });
    held = { ...add(held, amounts), calls: held.calls + 1 };
    if (isServed) return;
    // Whoever is served goes to the end of the line: all the others are before its further asks.
    isServed = true;
    line.leave(group, owner);
    ahead = line.ahead(group, owner);
  }

  return asks.map(({ id, charge }) => {
    if (inMs > 0 || reservations.find(id) !== undefined) return inMs;
    const amounts = toAmounts(charge);
    inMs = waitFor(taken, { amounts, sums, held, ahead }, actor);
    if (inMs === 0) grant(id, amounts);
    else line.wait(group, owner, { id, amounts, until: at + inMs + PLACE_MS });
    return inMs;
  });
}

interface Standing {
  readonly amounts: Amounts;
  readonly sums: Sums;
  readonly held: Amounts & { readonly calls: number };
  readonly ahead: Amounts & { readonly calls: number };
}

/** 0: now. */
function waitFor(taken: Taken, { amounts, sums, held, ahead }: Standing, { group, rules, at }: Actor): number {
  const notYet = add(held, ahead);
  const waits = rules.map((rule) => {
    // Nobody knows when a call ends: those in line look again in turn.
    if (rule.counts === 'calls') return held.calls + ahead.calls < rule.limit ? 0 : CALLS_RETRY_MS * (ahead.calls + 1);
    const { counts, per, limit } = rule;
    const used = amountOf(sumOf(sums, per), counts) + amountOf(notYet, counts);
    const surplus = used + Math.min(amountOf(amounts, counts), limit) - limit;
    if (surplus <= 1e-9) return 0;
    return (taken.freeAt(group, rule, surplus, at) ?? at + HELD_RETRY_MS) - at;
  });
  return Math.max(0, ...waits);
}
