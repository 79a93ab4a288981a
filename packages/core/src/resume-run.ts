import { checkGiven } from './config/check-given.ts';
import { withBounds } from './config/check-goal.ts';
import { createRunLease, openRun, type OpenRun, type RunDeps } from './open-run.ts';
import { toCriteria, type CheckedCriterion } from './evaluate/to-criteria.ts';
import type { GoalInput } from './goal-input.ts';
import { readRun } from './run/read-run.ts';
import type { RunState } from './run/run-state.ts';

/** What a log cannot hold: the app's own functions and schema of the goal, and its input if it was not read to the end. */
export type ResumeInput<Output> = Pick<
  GoalInput<Output>,
  'input' | 'criteria' | 'output' | 'onClarify' | 'onPlan' | 'merge' | 'signal'
>;

/**
 * Goes on with a run where its log ends: the stages run again from the top, and what the log has is not done again. A run
 * that has ended is only read.
 *
 * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`; `MANYHANDS_RUN_LEASED` when another process drives it
 * @throws ConfigError `MANYHANDS_RESUME_INCOMPLETE` when something that the run was started with is not given again
 */
export async function resumeRun<Output>(
  runId: string,
  given: ResumeInput<Output>,
  deps: RunDeps,
): Promise<OpenRun<Output>> {
  const criteria = toCriteria(given.criteria === 'draft' ? [] : (given.criteria ?? []));
  const lease = createRunLease(runId, deps);
  await lease.take();
  try {
    // Under the lease, so that nobody appends meanwhile.
    const state = await readRun(runId, deps.store);
    if (state.endedAt === undefined) checkGiven(given, criteria, state);
    else await lease.release();
    return openRun({
      ...deps,
      ...toRecordedGoal(given, state, deps),
      criteria: toRecorded(state, criteria),
      state,
      lease,
    });
  } catch (error) {
    await lease.release();
    throw error;
  }
}

/** The goal as it was recorded, with what the log cannot hold. */
export function toRecordedGoal<Output>(
  given: ResumeInput<Output>,
  { goal }: RunState,
  { pool: { settings } }: RunDeps,
) {
  const { goal: text, judge } = goal;
  return {
    input: { ...given, goal: text, ...(judge !== undefined && { judge }) },
    goal: withBounds(goal, settings),
  };
}

/** The criteria of the log, with the checks that are given for their ids. */
export function toRecorded({ criteria }: RunState, given: readonly CheckedCriterion[]): readonly CheckedCriterion[] {
  const checks = new Map(given.map(({ id, check }) => [id, check]));
  return criteria.map((criterion) => {
    const check = checks.get(criterion.id);
    return check === undefined ? criterion : { ...criterion, check };
  });
}
