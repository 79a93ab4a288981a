import type { Target } from '../domain/target.ts';

/** What a task is expected to take. */
export interface TaskSize {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** From the start of the call to the end of its answer, in ms. */
  readonly durationMs: number;
}

/** One call of a simulation. */
export interface SimulatedTask extends TaskSize {
  readonly route: string;
  readonly targets: readonly Target[];
  /** Indices of the tasks that must have ended before. */
  readonly after: readonly number[];
}

/** A task whose turn came. */
export interface SimulatedCall {
  readonly task: SimulatedTask;
  readonly accountId: string;
  readonly target: Target;
  /** Epoch ms on the virtual clock. */
  readonly startedAt: number;
}
