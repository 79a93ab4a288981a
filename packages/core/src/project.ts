import type { CheckedGoal } from './config/check-goal.ts';
import type { Pool } from './config/check-pool.ts';
import { toOffers } from './config/to-offers.ts';
import type { Prompts } from './defaults/prompts/prompts.ts';
import { estimateTokens } from './defaults/estimate-tokens.ts';
import type { Dispatcher } from './dispatch/create-dispatcher.ts';
import type { FunctionOffer } from './domain/app-function.ts';
import type { Failure } from './domain/failure.ts';
import type { RunStatus } from './domain/goal.ts';
import type { Json } from './domain/json.ts';
import type { PlanTask } from './domain/plan.ts';
import type { Gap, Verdict } from './domain/verdict.ts';
import { draftCriteria } from './evaluate/draft-criteria.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { CheckedCriterion } from './evaluate/to-criteria.ts';
import { forecastPlan } from './forecast-plan.ts';
import type { GoalInput } from './goal-input.ts';
import { merge } from './merge/merge.ts';
import { mergeAhead } from './merge/merge-ahead.ts';
import { chooseRoute } from './plan/choose-route.ts';
import { createClarifier } from './plan/create-clarifier.ts';
import { planRound } from './plan/plan-round.ts';
import { createHashes } from './plan/graph/create-hashes.ts';
import { reconcile, type Changes } from './plan/reconcile.ts';
import { splitInput } from './plan/split-input.ts';
import { answerKey } from './plan/task-ids.ts';
import type { Planner } from './ports/planner.ts';
import { newestAt } from './run/places.ts';
import { openQuestions } from './run/questions.ts';
import type { RunContext } from './run/run-context.ts';
import type { RunLog } from './run/run-log.ts';
import type { RoundState } from './run/run-state.ts';
import { shareCalls } from './run/share-calls.ts';
import { eachUntilStopped } from './run/until-stopped.ts';
import { bestRound } from './run-result.ts';
import { submitWork } from './submit-work.ts';

/**
 * The stages of one run, each as one verb. What they do is in the folders of their names. What the log has of a stage is not
 * done again: so a run that is resumed goes the same way, and comes to where it was left.
 */
export interface Project extends RunContext {
  readonly maxRounds: number;
  /** Cancelled, or out of budget. */
  readonly isStopped: boolean;
  /** It goes on only when the app says something. */
  readonly isAwaitingInput: boolean;
  start(): Promise<void>;
  readInput(): Promise<void>;
  clarify(): Promise<void>;
  /** Hears an answer late: what used another is done again. */
  answer(questionId: string, answer: string): Promise<void>;
  startRound(round: number, missing: readonly Gap[]): Promise<void>;
  plan(round: number): AsyncIterable<Changes>;
  dispatch(changes: Changes): void;
  /** Resolves when every task that was dispatched has ended. */
  collect(): Promise<void>;
  /** What the result must meet, where the goal leaves that to the planner. */
  draftCriteria(): Promise<void>;
  /** How the work of the first plan would go, where the goal asks for that. */
  forecast(): Promise<void>;
  /** Begins to merge what is there, while the rest is worked on. */
  mergeAhead(round: number): Promise<void>;
  merge(round: number): Promise<Json>;
  /** Whether an answer came after the round was merged that changes what it was merged of, and there is time for another. */
  isOutdated(round: number): boolean;
  evaluate(round: number, output: Json): Promise<Verdict>;
  /** Ends what is under way: nobody will make anything of it. */
  halt(reason: string): void;
  end(status: RunStatus, failure?: Failure): Promise<void>;
}

export interface ProjectOptions {
  readonly input: GoalInput<unknown>;
  readonly goal: CheckedGoal;
  readonly criteria: readonly CheckedCriterion[];
  readonly log: RunLog;
  readonly pool: Pool;
  readonly functions: ReadonlyMap<string, FunctionOffer>;
  readonly prompts: Prompts;
  readonly planner: Planner;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  halt(reason: string): void;
}

/** Pieces that are read before they are stored: they share appends, and an endless input does not fill the memory. */
const MAX_PIECES_AHEAD = 256;

/** Binds the stages to one run: each gets what it works on, and what it did gets into the log. */
export function createProject({ input, goal, criteria, pool, ...run }: ProjectOptions): Project {
  const { log, dispatcher, signal } = run;
  const context: RunContext = {
    log,
    signal,
    prompts: run.prompts,
    planner: run.planner,
    clock: pool.clock,
    settings: pool.settings,
    calls: shareCalls({ call: (call) => dispatcher.submit(call) }),
    async ended(place) {
      await ends.get(newestAt(place, log.state)?.task.id ?? place);
    },
    routes: toOffers(pool),
    functions: run.functions,
  };
  const { state } = log;
  const work = new Set<Promise<unknown>>();
  /** By task; nothing of those that had ended before the run was resumed. */
  const ends = new Map<string, Promise<unknown> | undefined>();
  const hashes = createHashes(state);
  const routeOf = (task: PlanTask) => chooseRoute(task, context.routes, goal.routing ?? 'spread');
  const isOnce = ({ call }: PlanTask) => call !== null && run.functions.get(call.name)?.isOnce === true;
  const clarifier = createClarifier(context, {
    onClarify: input.onClarify,
    answerWithinMs: goal.answerWithinMs,
    onAnswered,
  });
  const targetsOf = (route: string) => pool.routes.get(route) ?? [];

  async function start(): Promise<void> {
    if (log.state.lastSeq > 0) return;
    await log.append({ type: 'run:started', goal, criteria: criteria.map(({ id, text }) => ({ id, text })) });
  }

  async function readInput(): Promise<void> {
    const { pieces, isInputClosed } = log.state;
    if (isInputClosed) return;
    const source = splitInput(input.input, goal.split, estimateTokens);
    for await (const piece of eachUntilStopped(source, signal)) {
      if (piece.index < pieces.length) continue;
      const stored = log.append({ type: 'input:piece', piece });
      // A log that fails fails with the next append too.
      if (piece.index % MAX_PIECES_AHEAD === 0) await stored;
      else stored.catch(() => {});
    }
    await log.append({ type: 'input:closed', pieces: pieces.length });
  }

  async function startRound(round: number, missing: readonly Gap[]): Promise<void> {
    if (recorded(round) === undefined) await log.append({ type: 'round:started', round, missing: [...missing] });
  }

  function recorded(round: number): RoundState | undefined {
    return log.state.rounds.find((candidate) => candidate.round === round);
  }

  /** A plan that was stopped while it was written leaves what was read of it. */
  async function* plan(round: number): AsyncGenerator<Changes> {
    const missing = recorded(round)?.missing ?? [];
    const given = {
      ...(goal.plan !== undefined && { plan: goal.plan }),
      ...(input.onPlan !== undefined && { onPlan: input.onPlan }),
    };
    try {
      yield* planRound(context, { round, missing, hashes, routeOf, isOnce, ...given });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  function dispatch({ add, drop }: Changes): void {
    const copies = drop.flatMap((id) => state.copies[id] ?? []);
    dispatcher.drop([...copies, ...drop], 'What it was made of has changed.');
    for (const task of add) {
      if (ends.has(task.id)) continue;
      const ended = submitWork(task, { ...context, dispatcher, hashes, state, targetsOf });
      ends.set(task.id, ended);
      if (ended === undefined) continue;
      work.add(ended);
      ended.then(() => work.delete(ended)).catch(() => {});
    }
    for (const id of new Set(add.map((task) => task.planTaskId))) if (id !== undefined) dispatcher.closeGroup(id);
  }

  /** Tasks of a plan that is still being read are dispatched by whoever comes first. */
  function onAnswered(questionIds: readonly string[]): void {
    for (const id of questionIds) dispatcher.meet(answerKey(id));
    const round = state.rounds.at(-1)?.round;
    if (round !== undefined && !signal.aborted) dispatch(reconcile({ state, hashes, round, routeOf, isOnce }));
  }

  async function mergeRound(round: number): Promise<Json> {
    const known = recorded(round)?.output;
    if (known !== undefined) return known;
    await log.append({ type: 'merge:started', round });
    const { output, citations, conflicts } = await merge(context, round, input.merge);
    await log.append({
      type: 'merge:done',
      round,
      output,
      ...(citations.length > 0 && { citations }),
      ...(conflicts.length > 0 && { conflicts }),
    });
    return output;
  }

  async function evaluateRound(round: number, output: Json): Promise<Verdict> {
    const known = recorded(round)?.verdict;
    if (known !== undefined) return known;
    await log.append({ type: 'evaluate:started', round });
    const schema = input.output === undefined ? {} : { schema: input.output };
    const verdict = await evaluate(context, {
      round,
      output,
      criteria: goal.draftsCriteria ? state.criteria : criteria,
      judge: goal.judge ?? true,
      ...schema,
    });
    await log.append({ type: 'evaluate:done', round, verdict });
    return verdict;
  }

  return {
    ...context,
    /** Rounds that an answer made void do not count. */
    get maxRounds() {
      return goal.budget.maxRounds + state.rounds.filter(({ isOutdated }) => isOutdated).length;
    },
    get isStopped() {
      return signal.aborted;
    },
    get isAwaitingInput() {
      return dispatcher.isIdle && (openQuestions(state).size > 0 || state.rounds.at(-1)?.proposed !== undefined);
    },
    start,
    readInput,
    clarify: () => (goal.plan === undefined ? clarifier.ask() : Promise.resolve()),
    answer: clarifier.answer,
    startRound,
    plan,
    dispatch,
    async collect() {
      while (work.size > 0) await Promise.all(work);
    },
    draftCriteria: () => draftCriteria(context),
    async forecast() {
      if (goal.forecast !== true || state.forecast !== undefined || signal.aborted) return;
      const forecast = await forecastPlan(state, pool, goal.routing ?? 'spread');
      if (forecast !== undefined) await log.append({ type: 'plan:forecast', forecast });
    },
    async mergeAhead(round) {
      if (input.merge === undefined) await mergeAhead(context, round);
    },
    merge: mergeRound,
    isOutdated: (round) => recorded(round)?.isOutdated === true && !signal.aborted,
    evaluate: evaluateRound,
    halt: run.halt,
    async end(status, failure) {
      clarifier.close();
      await end(log, status, failure);
    },
  };
}

async function end(log: RunLog, status: RunStatus, failure: Failure | undefined): Promise<void> {
  const output = bestRound(log.state)?.output ?? null;
  const why = failure ?? whyUnfinished(log, status);
  await log.append({ type: 'run:ended', status, output, ...(why !== undefined && { failure: why }) });
}

function whyUnfinished({ state }: RunLog, status: RunStatus): Failure | undefined {
  if (status === 'done' || status === 'cancelled' || state.reached.length === 0) return undefined;
  const message = `The budget's ${state.reached.join(', ')} was reached before the goal was met; raise it, or ask for less.`;
  return { code: 'MANYHANDS_BUDGET', message, isRetryable: false };
}
