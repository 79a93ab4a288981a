import type { MergePlan } from '../domain/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { planOf } from './plan-of.ts';
import { reduceTexts } from './reduce.ts';
import { leafTasks, placesOf, toResult, type MergeResult } from './results.ts';
import { toPart } from './to-text.ts';
import { parseSource, pick } from './strategies/field-source.ts';

/**
 * Combines by a model what is there, while the rest is still worked on: a group of results as soon as they are in. What comes of
 * it is not kept; `merge` asks for the same again, by the same ids, and gets it from the run's log.
 */
export async function mergeAhead(context: RunContext, round: number): Promise<void> {
  const plan = planOf(context.log.state);
  if (plan === undefined) return;
  await Promise.all(
    toTrees(plan, context).map(({ name, instruction, results }) =>
      reduceTexts(toParts(results), { context, round, name, instruction }),
    ),
  );
}

interface TreeAhead {
  readonly name: string;
  readonly instruction: string | null;
  readonly results: AsyncIterable<MergeResult>;
}

function toTrees({ strategy, instruction, fields }: MergePlan, context: RunContext): readonly TreeAhead[] {
  const { state } = context.log;
  if (strategy === 'reduce') return [{ name: 'output', instruction, results: resultsAhead(context, leafTasks(state)) }];
  if (strategy !== 'fields') return [];
  return fields
    .filter(({ by }) => by === 'reduce')
    .map(({ name, from, instruction }) => {
      const { planTaskId, field } = parseSource(from);
      return { name, instruction, results: pickAhead(resultsAhead(context, [planTaskId]), field) };
    });
}

/** In the order in which they are merged, each when its task has ended. */
async function* resultsAhead(context: RunContext, planTaskIds: readonly string[]): AsyncGenerator<MergeResult> {
  const { state } = context.log;
  for (const planTaskId of planTaskIds) {
    for (const { id } of placesOf(state, planTaskId)) {
      await context.ended(id);
      const result = toResult(id, state);
      if (result !== undefined) yield result;
    }
  }
}

async function* pickAhead(results: AsyncIterable<MergeResult>, field: string | undefined) {
  for await (const result of results) yield* pick(result, field);
}

async function* toParts(results: AsyncIterable<MergeResult>) {
  for await (const result of results) yield toPart(result);
}
