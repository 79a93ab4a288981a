import type { Json } from '@manyhands/core';
import { summarySchema, type Summary } from './goal.ts';
import type { Logbook } from './logbook.ts';

/** Something the output has wrong: what is asked for and not there, there and not asked for, or another number. */
export interface Fault {
  readonly fact: string;
  /** Pages on which it stands; of a dispute, none in particular. */
  readonly pages: readonly number[];
}

export interface Score {
  /** How many facts the output should have. */
  readonly facts: number;
  readonly faults: readonly Fault[];
}

/** Holds an output against the truth. One in another form has everything wrong. */
export function score(output: Json, book: Logbook): Score {
  const parsed = summarySchema.safeParse(output);
  const made: Summary = parsed.success ? parsed.data : { people: [], whales: [], disputed: [] };
  const pagesOf = Map.groupBy(
    book.pages.flatMap(({ people }, page) => people.map((name) => ({ name, page }))),
    ({ name }) => name,
  );
  const faults = [
    ...differences('people', made.people, [...pagesOf.keys()], (name) =>
      (pagesOf.get(name) ?? []).map(({ page }) => page),
    ),
    ...book.pages.flatMap(({ whales }, page) =>
      made.whales[page] === whales ? [] : [{ fact: `whales ${page}`, pages: [page] }],
    ),
    ...differences('disputed', made.disputed, book.disputed, () => []),
  ];
  return { facts: pagesOf.size + book.pages.length + book.disputed.length, faults };
}

function differences(
  what: string,
  made: readonly string[],
  right: readonly string[],
  pagesOf: (name: string) => readonly number[],
): readonly Fault[] {
  const [there, wanted] = [new Set(made.map(toKey)), new Set(right.map(toKey))];
  const lost = right.filter((name) => !there.has(toKey(name)));
  const extra = made.filter((name) => !wanted.has(toKey(name)));
  return [
    ...lost.map((name) => ({ fact: `${what}: ${name} is missing`, pages: pagesOf(name) })),
    ...extra.map((name) => ({ fact: `${what}: ${name} is not there`, pages: pagesOf(name) })),
  ];
}

function toKey(name: string): string {
  return name.trim().toLowerCase();
}
