import type { Json } from '../../domain/json.ts';
import type { MergeField } from '../../domain/plan.ts';
import type { RunState } from '../../run/run-state.ts';
import { resultsOf, type MergeResult } from '../results.ts';
import { byIndex } from './by-index.ts';
import { concat } from './concat.ts';
import { count } from './count.ts';
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
  request: Pick<StrategyRequest, 'context' | 'round'>,
): Promise<Json> {
  const entries = fields.map(async ({ name, from, by, instruction }) => {
    const values = valuesOf(request.context.log.state, from);
    return [name, await STRATEGIES[by](values, { ...request, name, instruction })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Results whose output is what `from` names: the whole answer of a plan task, or one field of it. */
function valuesOf(state: RunState, from: string): readonly MergeResult[] {
  const dot = from.indexOf('.');
  if (dot < 0) return resultsOf(state, from);
  const field = from.slice(dot + 1);
  return resultsOf(state, from.slice(0, dot)).flatMap((result) => {
    const output = fieldOf(result.output, field);
    return output === undefined ? [] : [{ ...result, output }];
  });
}

function fieldOf(output: Json, field: string): Json | undefined {
  if (output === null || typeof output !== 'object' || !Object.hasOwn(output, field)) return undefined;
  return (output as Readonly<Record<string, Json>>)[field];
}
