import type { Json } from '../../domain/json.ts';
import type { MergeField } from '../../domain/plan.ts';
import type { RunState } from '../../run/run-state.ts';
import { resultsOf, type MergeResult } from '../results.ts';
import { byIndex } from './by-index.ts';
import { concat } from './concat.ts';
import { count } from './count.ts';
import { parseSource, pick } from './field-source.ts';
import { list } from './list.ts';
import { max } from './max.ts';
import { min } from './min.ts';
import { reduce } from './reduce.ts';
import type { Strategy, StrategyRequest } from './strategy.ts';
import { sum } from './sum.ts';
import { union } from './union.ts';
import { vote } from './vote.ts';

const STRATEGIES: Readonly<Record<MergeField['by'], Strategy>> = {
  sum,
  min,
  max,
  count,
  union,
  index: byIndex,
  list,
  concat,
  vote,
  reduce,
};

/** An object, each field of it made of a field of the results. Fields that ask a model are made side by side. */
export async function mergeFields(
  fields: readonly MergeField[],
  request: Pick<StrategyRequest, 'context' | 'round' | 'notes'>,
): Promise<Json> {
  const entries = fields.map(async ({ name, from, by, instruction }) => {
    const values = valuesOf(request.context.log.state, from);
    return [name, await STRATEGIES[by](values, { ...request, name, instruction })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function valuesOf(state: RunState, from: string): readonly MergeResult[] {
  const { planTaskId, field } = parseSource(from);
  return resultsOf(state, planTaskId).flatMap((result) => pick(result, field));
}
