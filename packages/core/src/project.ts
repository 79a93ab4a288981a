import type { RunEventBody } from './domain/event.ts';
import type { Failure } from './domain/failure.ts';
import type { RunStatus } from './domain/goal.ts';
import type { Json } from './domain/json.ts';
import type { Answer, PlanTask } from './domain/plan.ts';
import type { Task } from './domain/task.ts';
import type { Gap, Verdict } from './domain/verdict.ts';
import type { CheckedGoal } from './config/check-goal.ts';
import type { Dispatcher } from './dispatch/create-dispatcher.ts';
import type { GoalInput } from './goal-input.ts';
import type { RunContext } from './run/run-context.ts';

/** The stages of one run, each as one verb. What they do is in the folders of their names. */
export interface Project extends RunContext {
  readonly maxRounds: number;
  /** Cancelled, or out of budget. */
  readonly isStopped: boolean;
  start(): Promise<void>;
  readInput(): Promise<void>;
  clarify(): Promise<void>;
  startRound(round: number, missing: readonly Gap[]): Promise<void>;
  plan(round: number, missing: readonly Gap[]): AsyncIterable<readonly Task[]>;
  dispatch(tasks: readonly Task[]): void;
  collect(): Promise<void>;
  merge(round: number): Promise<Json>;
  evaluate(round: number, output: Json): Promise<Verdict>;
  end(status: RunStatus, failure?: Failure): Promise<void>;
}
