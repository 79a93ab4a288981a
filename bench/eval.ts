// How much of what is wrong with a result is found by evaluation and mended by repair, beside one call that does it all and a plan
// whose results are taken as they come. The truth is known: the input is made up, with planted contradictions, and of scripted
// models the faults are planted too. With real models: `npm run eval -- --planner deepseek:deepseek-v4-pro [--worker …]`.
import { parseArgs } from 'node:util';
import type { Orchestrator } from '@manyhands/core';
import { writeLogbook, type Logbook } from './eval/logbook.ts';
import { realPool, scriptedPool } from './eval/pool.ts';
import { score, type Fault } from './eval/score.ts';
import { oneShot, unjudged, whole, type Outcome } from './eval/ways.ts';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';

const { values: options } = parseArgs({
  options: {
    planner: { type: 'string' },
    worker: { type: 'string' },
    pages: { type: 'string', default: '40' },
    books: { type: 'string', default: '25' },
  },
});

const WAYS = { 'one call': oneShot, 'plan without evaluation': unjudged, 'plan, evaluation, repair': whole };
/** Of scripted models, who see nine in ten faults and mend nine in ten: less the spread of a few hundred faults. */
const FOUND_AIM = 0.8;
const MENDED_AIM = 0.7;
const LEFT_AIM = 0.5;
const isScripted = options.planner === undefined;

interface Tally {
  facts: number;
  left: number;
  calls: number;
  usd: number;
  /** Faults of the first round, those of them that were found, and those that the last one no longer has. */
  made: number;
  found: number;
  mended: number;
}

async function tally(way: (orchestrator: Orchestrator, book: Logbook) => Promise<Outcome>, books: readonly Logbook[]) {
  const sum: Tally = { facts: 0, left: 0, calls: 0, usd: 0, made: 0, found: 0, mended: 0 };
  const orchestrator =
    options.planner === undefined ? scriptedPool() : realPool(options.planner, options.worker, process.env);
  for (const book of books) add(sum, await way(orchestrator, book), book);
  await orchestrator.close();
  return sum;
}

function add(sum: Tally, { output, calls, usd, first }: Outcome, book: Logbook): void {
  const { facts, faults } = score(output, book);
  sum.facts += facts;
  sum.left += faults.length;
  sum.calls += calls;
  sum.usd += usd;
  if (first === undefined) return;
  const made = score(first.output, book).faults;
  const left = new Set(faults.map(({ fact }) => fact));
  sum.made += made.length;
  sum.found += made.filter((fault) => isFound(fault, first.missing)).length;
  sum.mended += made.filter(({ fact }) => !left.has(fact)).length;
}

/** A gap names a page on which the fact stands, or the fact. */
function isFound({ fact, pages }: Fault, missing: NonNullable<Outcome['first']>['missing']): boolean {
  const name = /: (.+) is (?:missing|not there)$/.exec(fact)?.[1];
  return missing.some(({ piece, reason }) => {
    return (piece !== null && pages.includes(piece)) || (name !== undefined && reason.includes(name));
  });
}

/** Aims are for scripted models: what real ones are to reach is for who measures them to say. */
function print(
  measure: Parameters<typeof printMeasure>[0],
  aimed: (measure: Parameters<typeof printMeasure>[0]) => void,
): void {
  if (isScripted) aimed(measure);
  else printMeasure(measure);
}

const books = Array.from({ length: Number(options.books) }, (_, seed) => writeLogbook(seed, Number(options.pages)));
const left = new Map<string, number>();
for (const [name, way] of Object.entries(WAYS)) {
  const sum = await tally(way, books);
  const named = { bench: 'eval', case: name, unit: 'share' };
  left.set(name, sum.left / sum.facts);
  printMeasure({ ...named, measure: 'facts wrong or missing', value: sum.left / sum.facts });
  printMeasure({ ...named, measure: 'calls', value: sum.calls / books.length, unit: 'calls a book' });
  if (!isScripted) printMeasure({ ...named, measure: 'cost', value: sum.usd / books.length, unit: 'USD a book' });
  if (sum.made === 0) continue;
  const found = { ...named, measure: 'faults found by evaluation', value: sum.found / sum.made };
  const mended = { ...named, measure: 'faults mended by repair', value: sum.mended / sum.made };
  print(found, (measure) => printAtLeast(measure, FOUND_AIM));
  print(mended, (measure) => printAtLeast(measure, MENDED_AIM));
}
print(
  {
    bench: 'eval',
    case: 'with ÷ without evaluation',
    measure: 'facts wrong or missing',
    value: left.get('plan, evaluation, repair')! / left.get('plan without evaluation')!,
    unit: 'ratio',
  },
  (measure) => printAtMost(measure, LEFT_AIM),
);
