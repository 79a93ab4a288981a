/** How a run and its worker behave unless the app says otherwise. Durations in ms. */
export interface Settings {
  /** Attempts of a task that count: failures of server, network or time, and answers in the wrong form. */
  readonly maxAttempts: number;
  /** Times a task may be moved to another account or wait anew because of a limit, an overload or a credential. */
  readonly maxMoves: number;
  /** One attempt, from the socket to the end of the answer. */
  readonly attemptTimeoutMs: number;
  /** Between two pieces of a stream. DeepSeek keeps a connection alive for minutes while a call is queued. */
  readonly idleTimeoutMs: number;
  /** Before an attempt is repeated: half of it to all of it, at random. */
  readonly retryPauseMs: number;
  /** Published tasks of a run that have not ended: far enough ahead to keep every worker busy, no further. */
  readonly maxQueued: number;
  /** Tasks a worker holds at once, waiting for leave included. */
  readonly maxInFlight: number;
  /** Added to every window of a limit: for clocks that differ and the way to the vendor. */
  readonly limitGuardMs: number;
  /** A streamed answer is reported at most this often. */
  readonly progressIntervalMs: number;
  /** Tasks a planner may write in one run; map tasks count once. */
  readonly maxPlanTasks: number;
  /** Of these in the longest chain of tasks that wait for one another. */
  readonly maxPlanDepth: number;
  /** Calls of a plan that wait for none of one another, map tasks expanded. */
  readonly maxPlanWidth: number;
  readonly maxRounds: number;
  readonly maxCalls: number;
  /** For how long a process that died keeps others from resuming its runs, where they cannot know that it is gone. */
  readonly leaseMs: number;
}

export const DEFAULT_SETTINGS: Settings = Object.freeze({
  maxAttempts: 4,
  maxMoves: 100,
  attemptTimeoutMs: 10 * 60_000,
  idleTimeoutMs: 3 * 60_000,
  retryPauseMs: 500,
  maxQueued: 2_000,
  maxInFlight: 1_000,
  limitGuardMs: 250,
  progressIntervalMs: 50,
  maxPlanTasks: 1_000,
  maxPlanDepth: 50,
  maxPlanWidth: 200_000,
  maxRounds: 3,
  maxCalls: 100_000,
  leaseMs: 30_000,
});
