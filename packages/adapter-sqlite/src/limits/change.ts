import { amountOf, excess, NOTHING, onlyOf, toAmounts } from './amounts.ts';
import { toUntils } from './counts-until.ts';
import type { Line } from './line.ts';
import type { Reservations } from './reservations.ts';
import type { ThreadChange, ThreadRule } from './spans.ts';
import { sumOf, type Taken } from './taken.ts';

/** Where limits are kept. */
export interface Books {
  readonly reservations: Reservations;
  readonly taken: Taken;
  readonly line: Line;
}

/** Whoever does something with a group, when, and by which rules. */
export interface Actor {
  readonly group: string;
  readonly owner: string;
  readonly rules: readonly ThreadRule[];
  readonly at: number;
}

export function changeGroup(books: Books, change: ThreadChange, actor: Actor): void {
  switch (change.type) {
    case 'start':
      return start(books, change, actor);
    case 'settle':
      return end(books, change, actor);
    case 'release':
      return end(books, change, actor);
    case 'observe':
      return observe(books, change, actor);
  }
}

function start({ reservations, taken }: Books, { id, charge }: ChangeOf<'start'>, actor: Actor): void {
  const { group, owner, rules, at } = actor;
  const known = reservations.find(id);
  if (known?.untils !== undefined || (known === undefined && charge === undefined)) return;
  const untils = toUntils(rules, at);
  const amounts = known?.amounts ?? toAmounts(charge!);
  if (known === undefined) reservations.add(id, group, owner, { amounts, untils });
  else reservations.start(id, untils);
  taken.take(group, untils, amounts);
}

/** What was not needed is given back, what came on top is taken from now. */
function end({ reservations, taken, line }: Books, change: ChangeOf<'settle' | 'release'>, actor: Actor): void {
  const { group, rules, at } = actor;
  line.giveUp(group, change.id);
  const known = reservations.remove(change.id);
  if (known === undefined) return;
  const { amounts, untils } = known;
  const real = change.type === 'release' ? NOTHING : change.charge && toAmounts(change.charge);
  if (untils === undefined) return taken.take(group, toUntils(rules, at), real ?? amounts);
  if (real === undefined) return;
  taken.giveBack(group, untils, excess(amounts, real), at);
  taken.take(group, toUntils(rules, at), excess(real, amounts));
}

function observe({ reservations, taken }: Books, { rule, used }: ChangeOf<'observe'>, actor: Actor): void {
  const { group, at } = actor;
  const { counts, per } = rule;
  const known = amountOf(sumOf(taken.sums(group, at), per), counts) + amountOf(reservations.count(group), counts);
  if (used > known) taken.take(group, toUntils([rule], at), onlyOf(counts, used - known));
}

type ChangeOf<Type extends ThreadChange['type']> = Extract<ThreadChange, { type: Type }>;
