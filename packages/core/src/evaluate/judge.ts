import type { Json } from '../domain/json.ts';
import type { Criterion, CriterionVerdict, Gap } from '../domain/verdict.ts';
import type { Judgement } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { NOTHING_FOUND, type Finding } from './finding.ts';
import { toEvidence } from './to-evidence.ts';

export interface ToJudge {
  readonly round: number;
  readonly output: Json;
  /** Those that no check in code decides. */
  readonly criteria: readonly Criterion[];
}

/** What the planner says of criteria in words. A planner that fails, or leaves one out, has not met it: never a crash. */
export async function judge(context: RunContext, { round, output, criteria }: ToJudge): Promise<Finding> {
  const { planner, signal, log } = context;
  if (planner.judge === undefined || criteria.length === 0) return NOTHING_FOUND;
  if (signal.aborted) return notJudged(criteria, 'Not judged: the run was stopped before.');
  try {
    const goal = log.state.goal.goal;
    const judgement = await planner.judge({ goal, criteria, output, tasks: toEvidence(log.state), round, signal });
    return toFinding(judgement, criteria, log.state);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return notJudged(criteria, `Not judged: the planner failed: ${reason}`);
  }
}

function notJudged(criteria: readonly Criterion[], reason: string): Finding {
  return { criteria: criteria.map(({ id }) => unmet(id, reason)), missing: [] };
}

function unmet(criterionId: string, reason: string): CriterionVerdict {
  return { criterionId, isMet: false, reason, taskIds: [], by: 'planner' };
}

/** Holds a judgement to the criteria that were asked, and to tasks that there are. */
function toFinding({ criteria: judged, missing }: Judgement, asked: readonly Criterion[], state: RunState): Finding {
  const criteria = asked.map(({ id }): CriterionVerdict => {
    const verdict = judged.find(({ criterionId }) => criterionId === id);
    if (verdict === undefined) return unmet(id, 'The planner did not judge this criterion.');
    const taskIds = verdict.taskIds.filter((taskId) => Object.hasOwn(state.tasks, taskId));
    return { ...verdict, taskIds, by: verdict.by === 'panel' ? 'panel' : 'planner' };
  });
  return { criteria, missing: missing.length > 0 ? missing : criteria.flatMap(gapsOf) };
}

/** Where the planner names no gap, what it said of a criterion that is not met is one. */
function gapsOf({ isMet, reason, taskIds }: CriterionVerdict): readonly Gap[] {
  if (isMet) return [];
  if (taskIds.length === 0) return [{ taskId: null, piece: null, reason }];
  return taskIds.map((taskId) => ({ taskId, piece: null, reason }));
}
