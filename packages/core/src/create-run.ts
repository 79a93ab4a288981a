import type { RunEvent } from './domain/event.ts';
import { listGiven } from './config/check-given.ts';
import { checkGoal } from './config/check-goal.ts';
import { checkJudge } from './config/check-judge.ts';
import { checkLadder } from './config/check-ladder.ts';
import { createRunLease, openRun, type OpenRun, type RunDeps } from './open-run.ts';
import { GOAL_IS_MET, toCriteria, type CheckedCriterion } from './evaluate/to-criteria.ts';
import type { GoalInput } from './goal-input.ts';
import type { RunListenerName, RunListeners } from './run/event-hub.ts';
import { createRunState, type RunState } from './run/run-state.ts';
import type { RunResult } from './run-result.ts';

/** A run under way: the one handle of it. */
export interface Run<Output = unknown> {
  readonly id: string;
  /** Resolves when the run has ended, in whatever way; rejects only when its log could not be written. */
  readonly result: Promise<RunResult<Output>>;
  /** Every event from `fromSeq` on (default 1: from the start), until the run has ended. May be read any number of times, at any pace. */
  events(fromSeq?: number): AsyncGenerator<RunEvent, void, undefined>;
  /** Calls `listener` for every event of that name, or for all with `event`. Returns how to stop it. */
  on<Name extends RunListenerName>(name: Name, listener: RunListeners[Name]): () => void;
  /** The state as of now: plain data, a copy. */
  snapshot(): RunState;
  /**
   * Answers a question of the run (`clarify:asked`), at any time before it has ended. What used another answer, or an
   * assumption, is done again, and nothing else. Resolves when it is recorded.
   *
   * @throws ManyhandsError `MANYHANDS_UNKNOWN_QUESTION`; `MANYHANDS_RUN_ENDED`
   */
  answer(questionId: string, answer: string): Promise<void>;
  /** Ends every task at once, closes the sockets of calls under way; `result` comes with what there is. */
  cancel(reason?: string): void;
}

/** Starts a run. @throws ConfigError when the goal is not well formed */
export function createRun<Output>(input: GoalInput<Output>, deps: RunDeps): OpenRun<Output> {
  const criteria = toGiven(input);
  const goal = {
    ...checkGoal(input, deps.pool.settings),
    ...withGiven(listGiven(input, criteria)),
    ...(input.criteria === 'draft' && { draftsCriteria: true }),
  };
  checkJudge(goal, deps.pool.providers);
  checkLadder(goal, deps.pool);
  const state = createRunState(`run-${crypto.randomUUID()}`);
  return openRun({ ...deps, input, goal, criteria, state, lease: createRunLease(state.runId, deps) });
}

function withGiven(given: string[]): { given?: string[] } {
  return given.length === 0 ? {} : { given };
}

function toGiven({ criteria, judge }: Pick<GoalInput<unknown>, 'criteria' | 'judge'>): readonly CheckedCriterion[] {
  if (criteria === 'draft') return [];
  return toCriteria(criteria ?? (judge === false ? [] : [GOAL_IS_MET]));
}
