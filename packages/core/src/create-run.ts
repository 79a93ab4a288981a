import type { RunEvent } from './domain/event.ts';
import { createCollector, toRepairPrompt } from './collect/create-collector.ts';
import { checkGoal } from './config/check-goal.ts';
import type { CheckedPlanner } from './config/check-planner.ts';
import type { Pool } from './config/check-pool.ts';
import { createBudgetGate } from './dispatch/budget-gate.ts';
import { createDispatcher, type Dispatcher } from './dispatch/create-dispatcher.ts';
import { createForecast } from './dispatch/forecast.ts';
import { createRemainingPath } from './dispatch/remaining-path.ts';
import { GOAL_IS_MET, toCriteria } from './evaluate/to-criteria.ts';
import type { GoalInput } from './goal-input.ts';
import type { Planner } from './ports/planner.ts';
import type { Store } from './ports/store.ts';
import { createModelPlanner } from './plan/create-model-planner.ts';
import { createProject, type ProjectOptions } from './project.ts';
import { createEventHub, type EventHub, type RunListenerName, type RunListeners } from './run/event-hub.ts';
import { createOpenCalls } from './run/open-calls.ts';
import { createRunLog } from './run/run-log.ts';
import type { RunState } from './run/run-state.ts';
import { runProject } from './run-project.ts';
import { toRunResult, type RunResult } from './run-result.ts';

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
  /** Ends every task at once, closes the sockets of calls under way; `result` comes with what there is. */
  cancel(reason?: string): void;
}

export interface RunDeps {
  readonly pool: Pool;
  readonly store: Store;
  readonly planner: CheckedPlanner;
}

export function createRun<Output>(input: GoalInput<Output>, deps: RunDeps): Run<Output> {
  const goal = checkGoal(input, deps.pool.settings);
  const criteria = toCriteria(input.criteria ?? (input.judge === false ? [] : [GOAL_IS_MET]));
  const runId = `run-${crypto.randomUUID()}`;
  const hub = createEventHub();
  const log = createRunLog({ runId, store: deps.store, clock: deps.pool.clock, onStored: hub.emit });
  const drive = createDriver({ input, goal, criteria, log, hub, ...deps });
  return {
    id: runId,
    result: drive.ended.then(() => toRunResult<Output>(log.state)),
    events: log.events,
    on: hub.on,
    snapshot: () => structuredClone(log.state),
    cancel: (reason = 'The app cancelled the run.') => drive.cancel(reason),
  };
}

interface Driver {
  readonly ended: Promise<void>;
  cancel(reason: string): void;
}

interface DriverOptions extends RunDeps, Pick<ProjectOptions, 'input' | 'goal' | 'criteria' | 'log'> {
  readonly hub: EventHub;
}

/** Wires the stages of one run and starts it. */
function createDriver({ input, goal, criteria, log, hub, pool, planner }: DriverOptions): Driver {
  const { settings, clock, transport, routes } = pool;
  const stop = new AbortController();
  const open = createOpenCalls();
  const fault = Promise.withResolvers<never>();

  const dispatcher = createDispatcher({
    log,
    open,
    transport,
    budget: createBudgetGate(goal.budget, log.state),
    maxQueued: settings.maxQueued,
    maxAttempts: settings.maxAttempts,
    targetsOf: (route) => routes.get(route) ?? [],
    forecast: createForecast(pool),
    remainingPathMs: createRemainingPath(log.state.planTasks),
    onBreach: ({ limit, message }) => exhaust(limit, message),
    onFault: fault.reject,
    ...(goal.budget.deadlineMs !== undefined && { deadlineAt: clock.now() + goal.budget.deadlineMs }),
  });
  const collector = createCollector({
    log,
    open,
    maxAttempts: settings.maxAttempts,
    repeat: (call, reason, answer) => dispatcher.repeat(call, toRepairPrompt(call.call.prompt(), answer, reason)),
    onProgress: (taskId, attempt, text) => hub.emitProgress({ taskId, attempt, text }),
  });
  const project = createProject({
    input,
    goal,
    criteria,
    log,
    pool,
    dispatcher,
    planner: toPlanner(planner, dispatcher),
    signal: stop.signal,
  });

  function halt(reason: string): void {
    stop.abort(new DOMException(reason, 'AbortError'));
    dispatcher.cancelAll(reason);
  }

  function exhaust(limit: string, message: string): void {
    if (stop.signal.aborted) return;
    log.append({ type: 'budget:reached', limit, message }).catch(fault.reject);
    halt(message);
  }

  function cancel(reason: string): void {
    if (stop.signal.aborted || log.state.endedAt !== undefined) return;
    log.append({ type: 'run:cancelling', reason }).catch(fault.reject);
    halt(reason);
  }

  async function drive(): Promise<void> {
    const clearDeadline = startDeadline();
    const stopWatching = watchSignal(input.signal, cancel);
    const subscription = await transport.subscribe(log.runId, collector);
    try {
      await Promise.race([runProject(project), fault.promise]);
    } finally {
      clearDeadline();
      stopWatching();
      await subscription.close();
    }
  }

  function startDeadline(): () => void {
    const { deadlineMs } = goal.budget;
    if (deadlineMs === undefined) return () => {};
    return clock.setTimer(() => exhaust('deadlineMs', `The deadline of ${deadlineMs} ms has passed.`), deadlineMs);
  }

  // The handle is handed out before anything happens, so that listeners hear the first event.
  const ended = Promise.resolve().then(drive);
  ended.catch(() => {});
  return { ended, cancel };
}

function watchSignal(signal: AbortSignal | undefined, cancel: (reason: string) => void): () => void {
  if (signal === undefined) return () => {};
  const onAbort = () => cancel('The signal of the app was aborted.');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

/** A model that plans asks through the run itself: its calls are tasks like any other. */
function toPlanner(planner: CheckedPlanner, dispatcher: Dispatcher): Planner {
  if (planner.type === 'own') return planner.planner;
  return createModelPlanner(planner.options, { call: (call) => dispatcher.submit(call) });
}
