import type { AnswerCache } from './cache/answer-cache.ts';
import { cachedTransport, type CachedTransport } from './cache/cached-transport.ts';
import { createCollector } from './collect/create-collector.ts';
import { createFunctionCalls } from './call/create-function-calls.ts';
import { withFunctions } from './call/with-functions.ts';
import { toOffers } from './config/to-offers.ts';
import type { CacheUse } from './domain/cache-use.ts';
import type { Task } from './domain/task.ts';
import type { DriverOptions } from './open-run.ts';
import { toPrompts } from './defaults/prompts/prompts.ts';
import { createBudgetGate } from './dispatch/budget-gate.ts';
import { createDispatcher } from './dispatch/create-dispatcher.ts';
import { toTaken } from './dispatch/earlier-results.ts';
import { toReplayed } from './dispatch/replayed-task.ts';
import { createForecast } from './dispatch/forecast.ts';
import { createLadder } from './dispatch/ladder.ts';
import { createRemainingPath } from './dispatch/remaining-path.ts';
import type { Report } from './domain/message.ts';
import type { Transport } from './ports/transport.ts';
import { createProject } from './project.ts';
import { chooseRoute } from './plan/choose-route.ts';
import { toRepairPrompt } from './run/answer/to-repair-prompt.ts';
import { createOpenCalls } from './run/open-calls.ts';
import type { RunLog } from './run/run-log.ts';
import { runProject } from './run-project.ts';
import { toPlanner } from './to-planner.ts';

/** A run under way. */
export interface Driver {
  /** Rejects only when the log could not be written. */
  readonly ended: Promise<void>;
  cancel(reason: string): void;
  /** @throws ManyhandsError `MANYHANDS_UNKNOWN_QUESTION` */
  answer(questionId: string, answer: string): Promise<void>;
  /** Leaves a run that only waits for the app as it is, to be resumed; cancels any other. */
  close(reason: string): void;
}

/** Wires the stages of one run and starts it. */
export function driveRun(options: DriverOptions): Driver {
  const { input, goal, criteria, log, hub, lease, pool, planner, functions, cache, recorded, templates } = options;
  const { settings, clock, routes } = pool;
  const { state, runId } = log;
  const cached = recorded === undefined ? useCache(cache, goal.cache, pool.transport, log) : undefined;
  const isResumed = state.lastSeq > 0;
  const stop = new AbortController();
  const open = createOpenCalls();
  const fault = Promise.withResolvers<never>();
  const left = Promise.withResolvers<void>();
  let held: ReadonlySet<string> = new Set();
  /** It goes on elsewhere, later or not at all: this process says nothing more of it. */
  let isLeft = false;

  const { attemptTimeoutMs, retryPauseMs } = settings;
  const functionCalls = createFunctionCalls({ functions, clock, attemptTimeoutMs, retryPauseMs, report: collect });
  const transport = withFunctions(cached ?? pool.transport, functionCalls);
  const budget = createBudgetGate(goal.budget, state);
  const offers = toOffers(pool);
  const ladder = createLadder({
    steps: goal.budget.ladder ?? [],
    used: () => Math.max(budget.used(), (clock.now() - startedAt()) / (goal.budget.deadlineMs ?? Infinity)),
    targetsOf: (route) => routes.get(route) ?? [],
    cheapestFor: ({ expectedOutputTokens = null }) =>
      chooseRoute({ route: null, expectedOutputTokens }, offers, 'cheapest'),
    onStep: ({ at, do: step }) => void log.append({ type: 'budget:step', share: at, step }).catch(fail),
  });
  const prompts = toPrompts(templates);
  open.onSettled(learn);
  const dispatcher = createDispatcher({
    log,
    open,
    transport,
    budget,
    ladder,
    maxQueued: settings.maxQueued,
    maxAttempts: settings.maxAttempts,
    forecast: createForecast(pool),
    remainingPathMs: createRemainingPath(state, options.durations),
    isUnderWay,
    knownEnd: (call) => {
      if (recorded !== undefined) return toReplayed(call.task.id, recorded);
      return options.earlier && toTaken(call, options.earlier);
    },
    onResumed: (taskId) => void collector.collectEarly(taskId).catch(fail),
    onBreach: ({ limit, message }) => exhaust(limit, message),
    onFault: fail,
    ...(goal.weight !== undefined && { weight: goal.weight }),
    ...(goal.budget.deadlineMs !== undefined && { deadlineAt: startedAt() + goal.budget.deadlineMs }),
  });
  const collector = createCollector({
    log,
    open,
    maxAttempts: settings.maxAttempts,
    repeat: (call, reason, answer) => dispatcher.repeat(call, toRepairPrompt(call.call.prompt(), answer, reason)),
    ...(cached !== undefined && { onAccepted: cached.accept }),
    onProgress: (taskId, attempt, text) => hub.emitProgress({ taskId, attempt, text }),
  });
  const project = createProject({
    input,
    goal,
    criteria,
    log,
    pool,
    functions,
    dispatcher,
    prompts,
    planner: toPlanner(planner, {
      goal,
      pool,
      prompts,
      signal: stop.signal,
      calls: { call: (call) => dispatcher.submit(call) },
    }),
    signal: stop.signal,
    halt,
  });

  function startedAt(): number {
    return isResumed ? state.startedAt : clock.now();
  }

  function isUnderWay(taskId: string, messageId: string): boolean {
    return held.has(messageId) || collector.holds(taskId);
  }

  async function collect(report: Report): Promise<void> {
    try {
      await collector.collect(report);
    } catch (error) {
      fail(error);
      throw error;
    }
  }

  function learn({ id, kind, route, expectedOutputTokens }: Task): void {
    const { status, startedAt, endedAt } = state.tasks[id]!;
    if (kind !== 'work' || status !== 'done' || startedAt === undefined || endedAt === undefined) return;
    options.durations.learn(route, expectedOutputTokens, endedAt - startedAt);
  }

  /** Nothing can be recorded any more, or it is another's to record. */
  function fail(error: unknown): void {
    isLeft = true;
    stop.abort(error);
    dispatcher.stop();
    fault.reject(error);
  }

  function halt(reason: string): void {
    if (isLeft) return;
    stop.abort(new DOMException(reason, 'AbortError'));
    dispatcher.cancelAll(reason);
  }

  function exhaust(limit: string, message: string): void {
    if (stop.signal.aborted) return;
    log.append({ type: 'budget:reached', limit, message }).catch(fail);
    halt(message);
  }

  function cancel(reason: string): void {
    if (stop.signal.aborted || state.endedAt !== undefined) return;
    log.append({ type: 'run:cancelling', reason }).catch(fail);
    halt(reason);
  }

  function close(reason: string): void {
    if (!project.isAwaitingInput) return cancel(reason);
    isLeft = true;
    log.close();
    stop.abort();
    dispatcher.stop();
    left.resolve();
  }

  async function drive(): Promise<void> {
    if (lease.fence === undefined) await lease.take();
    const subscription = await transport.subscribe(runId, collect, isResumed ? { since: state.startedAt } : {});
    if (isResumed) await takeOver();
    const clearDeadline = startDeadline();
    const stopWatching = watchSignal(input.signal, cancel);
    try {
      await Promise.race([runProject(project), fault.promise, left.promise]);
    } finally {
      clearDeadline();
      stopWatching();
      await subscription.close();
      await lease.release();
    }
  }

  /** What was said of the run before it was left counts on. */
  async function takeOver(): Promise<void> {
    held = (await transport.held?.(runId)) ?? held;
    const repeated = Object.values(state.tasks)
      .filter(({ status, task, messageId = '' }) => status === 'running' && !isUnderWay(task.id, messageId))
      .map(({ task }) => task.id);
    await log.append({ type: 'run:resumed', repeated });
    if (state.status === 'cancelling' || state.reached.length > 0) halt('The run was stopped before it was resumed.');
  }

  function startDeadline(): () => void {
    const { deadlineMs } = goal.budget;
    if (deadlineMs === undefined) return () => {};
    const leftMs = Math.max(0, startedAt() + deadlineMs - clock.now());
    return clock.setTimer(() => exhaust('deadlineMs', `The deadline of ${deadlineMs} ms has passed.`), leftMs);
  }

  return { ended: drive(), cancel, answer: project.answer, close };
}

/** Tries of one task that are to be compared are each a request of its own: one answer given to all would say nothing. */
function useCache(
  cache: AnswerCache | undefined,
  use: CacheUse | false | undefined,
  transport: Transport,
  { state }: RunLog,
): CachedTransport | undefined {
  if (cache === undefined || use === false) return undefined;
  return cachedTransport({
    transport,
    cache,
    use,
    variantOf: ({ taskId }) => taskId.slice((state.tasks[taskId]?.task.copyOf ?? taskId).length),
  });
}

function watchSignal(signal: AbortSignal | undefined, cancel: (reason: string) => void): () => void {
  if (signal === undefined) return () => {};
  const onAbort = () => cancel('The signal of the app was aborted.');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}
