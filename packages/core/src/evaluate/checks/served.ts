import type { Criterion, CriterionVerdict } from '../../domain/verdict.ts';
import type { RunState } from '../../run/run-state.ts';
import { toMatrix } from '../coverage-matrix.ts';
import type { Finding } from '../finding.ts';

/** A criterion is not met when none of the tasks that serve it brought anything: no judge needs to read that. */
export function checkServed(criteria: readonly Criterion[], state: RunState): Finding {
  const asked = criteria.map(({ id }) => ({ criterionId: id, taskIds: [] }));
  const rows = new Map(toMatrix(state, asked).map(({ criterionId, tasks }) => [criterionId, tasks]));
  const verdicts = criteria.flatMap(({ id }): readonly CriterionVerdict[] => {
    const cells = rows.get(id) ?? [];
    if (cells.length === 0 || cells.some(({ done }) => done > 0)) return [];
    const taskIds = cells.map(({ planTaskId }) => planTaskId);
    const reason = `No task that serves it was done: ${taskIds.join(', ')}.`;
    return [{ criterionId: id, isMet: false, reason, taskIds, by: 'check' }];
  });
  return { criteria: verdicts, missing: verdicts.flatMap(toGaps) };
}

function toGaps({ taskIds, reason }: CriterionVerdict): Finding['missing'] {
  return taskIds.map((taskId) => ({ taskId, piece: null, reason }));
}
