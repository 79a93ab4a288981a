import type { Failure } from './domain/failure.ts';
import type { RunStatus } from './domain/goal.ts';
import type { Citation, Conflict } from './domain/merged.ts';
import type { PlanForecast } from './domain/plan-forecast.ts';
import type { Answer } from './domain/plan.ts';
import type { RunCost, Usage } from './domain/usage.ts';
import type { CriterionVerdict, Gap } from './domain/verdict.ts';
import { toMatrix, type MatrixRow } from './evaluate/coverage-matrix.ts';
import type { RunState } from './run/run-state.ts';

/** How a run ended. A value: a run that fails does not throw. */
export interface RunResult<Output> {
  readonly runId: string;
  readonly status: RunStatus;
  /** The best round's. With a `partial` or `cancelled` run it may be of less than was asked; `null` when there is none. */
  readonly output: Output | null;
  /** Per criterion: whether it is met, by which tasks, and who judged. */
  readonly coverage: readonly CriterionVerdict[];
  /** Where results contradicted one another. */
  readonly conflicts: readonly Conflict[];
  /** Where statements of the output come from, when the goal asked for `citations`. */
  readonly citations: readonly Citation[];
  /** Criteria × plan tasks: which work towards each, and how far they came. */
  readonly matrix: readonly MatrixRow[];
  readonly missing: readonly Gap[];
  /** What was unclear and not answered, and what was taken for true instead. */
  readonly assumptions: readonly Answer[];
  /** Optional tasks that were left out because the budget ran short, by id. */
  readonly leftOut: readonly string[];
  /** What was forecast for the work of the plan, when the goal asked for it: to hold beside `calls`, `elapsedMs` and `cost`. */
  readonly forecast?: PlanForecast;
  readonly usage: Usage;
  readonly cost: RunCost;
  /** Answers received, repeated and invalid ones included. */
  readonly calls: number;
  /** Calls made again, because the process that made them died before their answer was recorded. */
  readonly repeatedCalls: number;
  readonly rounds: number;
  readonly elapsedMs: number;
  /** Why a `failed` run failed, or which bound of the budget made it `partial`. */
  readonly failure?: Failure;
}

export function toRunResult<Output>(state: RunState): RunResult<Output> {
  const judged = bestRound(state);
  return {
    runId: state.runId,
    // Of a run that was left as it is.
    status: state.endedAt === undefined ? 'awaiting-input' : (state.status as RunStatus),
    output: state.output as Output | null,
    coverage: judged?.verdict?.criteria ?? [],
    conflicts: judged?.conflicts ?? [],
    citations: judged?.citations ?? [],
    matrix: toMatrix(state, judged?.verdict?.criteria),
    missing: judged?.verdict?.missing ?? [],
    assumptions: state.answers.filter((answer) => answer.isAssumed),
    leftOut: Object.values(state.tasks)
      .filter(({ task, status }) => task.isOptional === true && status === 'cancelled')
      .map(({ task }) => task.id),
    ...(state.forecast !== undefined && { forecast: state.forecast }),
    usage: { ...state.usage },
    cost: { ...state.cost, unpriced: [...state.cost.unpriced] },
    calls: state.calls,
    repeatedCalls: state.repeated,
    rounds: state.rounds.length,
    elapsedMs: (state.endedAt ?? state.startedAt) - state.startedAt,
    ...(state.failure !== undefined && { failure: state.failure }),
  };
}

/**
 * A later round counts only when it met more criteria, or the same with less missing: never a worse result than before.
 * Rounds from before an answer came count only when there is nothing later.
 */
export function bestRound(state: RunState, upTo = Infinity): RunState['rounds'][number] | undefined {
  const judged = state.rounds.filter(({ round, verdict }) => verdict !== undefined && round <= upTo);
  const current = judged.filter(({ isOutdated }) => isOutdated !== true);
  return (current.length > 0 ? current : judged).reduce<RunState['rounds'][number] | undefined>(
    (best, round) => (best !== undefined && !isBetter(round, best) ? best : round),
    undefined,
  );
}

function isBetter(a: RunState['rounds'][number], b: RunState['rounds'][number]): boolean {
  const met = (round: RunState['rounds'][number]) =>
    round.verdict?.criteria.filter((criterion) => criterion.isMet).length ?? 0;
  const missing = (round: RunState['rounds'][number]) => round.verdict?.missing.length ?? 0;
  return met(a) !== met(b) ? met(a) > met(b) : missing(a) < missing(b);
}
