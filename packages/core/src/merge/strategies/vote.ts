import type { Conflict } from '../../domain/merged.ts';
import { mostFrequent, toKey } from '../../run/same-value.ts';
import type { MergeResult } from '../results.ts';
import { toText } from '../to-text.ts';
import type { Strategy } from './strategy.ts';

/**
 * The most frequent output, as it was first spelled; of several the earliest. `null` when nothing was voted for. That others
 * say otherwise is noted.
 */
export const vote: Strategy = (results, { name, notes }) => {
  const cast = results.filter(({ output }) => output !== null);
  const sides = Map.groupBy(cast, ({ output }) => toKey(output));
  if (sides.size > 1) notes.conflicts.push(toConflict(name, [...sides.values()]));
  return mostFrequent(results.map(({ output }) => output));
};

function toConflict(field: string, sides: readonly (readonly MergeResult[])[]): Conflict {
  const said = sides.map((side) => {
    return `${toText(side[0]!.output)} (${side.map(({ taskId }) => taskId).join(', ')})`;
  });
  const taskIds = sides.flatMap((side) => side.map(({ taskId }) => taskId));
  return { field, reason: `The results differ: ${said.join('; ')}.`, taskIds };
}
