import type { Gap, Json, Orchestrator, RunState } from '@manyhands/core';
import * as z from 'zod';
import { CRITERIA, GOAL, summarySchema, type Summary } from './goal.ts';
import type { Logbook } from './logbook.ts';

/** What came of one way to do it. */
export interface Outcome {
  readonly output: Json;
  readonly calls: number;
  readonly usd: number;
  /** Of a run with rounds: what its first round made, and what was found missing in it. */
  readonly first?: { readonly output: Json; readonly missing: readonly Gap[] };
}

/** One call that reads everything. */
export async function oneShot(orchestrator: Orchestrator, { pages }: Logbook): Promise<Outcome> {
  const { $schema: _, ...schema } = z.toJSONSchema(summarySchema);
  const content = [GOAL, ...pages.map(({ text }) => `<page>\n${text}\n</page>`)].join('\n\n');
  const { text, costUsd = 0 } = await orchestrator.generate({
    messages: [{ role: 'user', content }],
    output: { name: 'summary', schema: JSON.parse(JSON.stringify(schema)) },
    route: 'planner',
  });
  return { output: toJson(text), calls: 1, usd: costUsd };
}

/** A plan whose results are taken as they come. */
export async function unjudged(orchestrator: Orchestrator, book: Logbook): Promise<Outcome> {
  const { output, calls, cost } = await start(orchestrator, book, { judge: false, budget: { maxRounds: 1 } }).result;
  return { output, calls, usd: cost.usd };
}

/** A plan whose results are judged, held against their pages, and mended. */
export async function whole(orchestrator: Orchestrator, book: Logbook): Promise<Outcome> {
  const run = start(orchestrator, book, { criteria: CRITERIA, judge: { audit: 1 } });
  const { output, calls, cost } = await run.result;
  const [first] = run.snapshot().rounds;
  return { output, calls, usd: cost.usd, first: { output: toOutput(first), missing: first?.verdict?.missing ?? [] } };
}

type How = Pick<Parameters<Orchestrator['start']>[0], 'judge' | 'budget' | 'criteria'>;

function start(orchestrator: Orchestrator, { pages }: Logbook, how: How) {
  return orchestrator.start<Summary>({
    goal: GOAL,
    input: pages.map(({ text }) => text),
    output: summarySchema,
    ...how,
  });
}

function toOutput(round: RunState['rounds'][number] | undefined): Json {
  return round?.output ?? null;
}

function toJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
