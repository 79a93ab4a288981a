import type { Prompt } from '../domain/chat.ts';
import type { RunEventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import type { TaskMessage } from '../domain/message.ts';
import { MESSAGE_VERSION } from '../domain/message-version.ts';
import type { Task } from '../domain/task.ts';
import type { ModelCall, TaskOutcome } from '../ports/model-calls.ts';
import type { Transport } from '../ports/transport.ts';
import { estimatePrompt } from '../run/estimate-prompt.ts';
import type { OpenCall, OpenCalls } from '../run/open-calls.ts';
import type { RunLog } from '../run/run-log.ts';
import { isTerminal, type TaskState } from '../run/run-state.ts';
import type { BudgetBreach, BudgetGate, CallForecast } from './budget-gate.ts';
import { createDependencies, type Readiness } from './dependencies.ts';
import type { Ladder } from './ladder.ts';
import { createReadyQueue } from './ready-queue.ts';
import type { KnownEnd } from './replayed-task.ts';
import { toOpenCall, toOutcome } from './resumed-task.ts';

/** Brings the tasks of one run to the transport: each when its dependencies are done, best first, no further ahead than needed. */
export interface Dispatcher {
  /** No call is under way, and none can be made. */
  readonly isIdle: boolean;
  submit<Output extends Json>(call: ModelCall<Output>): Promise<TaskOutcome<Output>>;
  /** The log knows how the task ended, of a run that is resumed: those that wait for it go on from there. */
  recall(known: TaskState): void;
  /** Asks again, with another prompt, on behalf of a task whose answer was not in the asked form. */
  repeat(open: OpenCall, prompt: Prompt): void;
  /** The task is tried several times, and chosen among: what waits for it waits for so many tasks. Call it before they are submitted. */
  expect(taskId: string, members: number): void;
  /** All tasks that a map task expands to were submitted. */
  closeGroup(planTaskId: string): void;
  /** Something that is no task, and that tasks wait for by this key, is there. */
  meet(key: string): void;
  /** Ends these tasks, those under way too: they are no longer wanted. */
  drop(taskIds: readonly string[], reason: string): void;
  /** Ends all open tasks, those under way too; every later `submit` ends at once as cancelled. */
  cancelAll(reason: string): void;
  /** Publishes nothing more and says nothing to anybody: the run goes on elsewhere, or cannot be recorded. */
  stop(): void;
}

export interface DispatcherOptions {
  readonly log: RunLog;
  readonly open: OpenCalls;
  readonly transport: Transport;
  readonly budget: BudgetGate;
  readonly maxQueued: number;
  readonly maxAttempts: number;
  readonly weight?: number;
  /** Epoch ms. */
  readonly deadlineAt?: number;
  /** What is done on the way to the end of the budget, and who serves a task. */
  readonly ladder: Ladder;
  forecast(message: TaskMessage, task: Task): CallForecast;
  /** Of a run that is resumed: the message is still with the transport, or what became of it is here already. */
  isUnderWay(taskId: string, messageId: string): boolean;
  /** How a task ends that needs no call: it was done before, in this run or another. */
  knownEnd?(call: ModelCall): KnownEnd | undefined;
  /** A task that the log knew is asked for again. */
  onResumed(taskId: string): void;
  remainingPathMs(planTaskId: string | undefined): number;
  /** A bound of the budget does not allow the next call. Expected to end the run. */
  onBreach(breach: BudgetBreach): void;
  /** The log or the transport failed. Expected to end the run. */
  onFault(error: unknown): void;
}

/** Thinking goes before working: plans, merges and verdicts are what others wait for. */
const THINKING_PRIORITY = 10;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { log, open, transport, budget, ladder } = options;
  const dependencies = createDependencies();
  const ready = createReadyQueue();
  const published = new Set<string>();
  const changes: Readiness[] = [];
  let isApplying = false;
  let isPumping = false;
  let cancelled: string | undefined;

  open.onSettled((task, outcome) => {
    published.delete(task.id);
    budget.release(task.id);
    apply(dependencies.settle(task, outcome.status));
    pumpSoon();
  });

  function submit<Output extends Json>(call: ModelCall<Output>): Promise<TaskOutcome<Output>> {
    const known = log.state.tasks[call.task.id];
    if (known === undefined) append({ type: 'task:added', task: call.task });
    else if (isTerminal(known.status)) {
      recall(known);
      return Promise.resolve(toOutcome(known) as TaskOutcome<Output>);
    }
    const { promise, resolve } = Promise.withResolvers<TaskOutcome>();
    const { task } = known ?? call;
    open.add(toOpenCall({ ...call, task }, known, resolve));
    if (cancelled === undefined) apply(toList(dependencies.add(task)));
    else cancel(task.id, cancelled);
    if (known !== undefined) options.onResumed(task.id);
    // The outcome of this call is made by its own `read`.
    return promise as Promise<TaskOutcome<Output>>;
  }

  function recall({ task, status }: TaskState): void {
    apply(toList(dependencies.add(task)));
    apply(dependencies.settle(task, status as TaskOutcome['status']));
  }

  function isEnded(taskId: string): boolean {
    return isTerminal(log.state.tasks[taskId]!.status);
  }

  /** One change can bring others, in chains of any length: a loop, not recursion. */
  function apply(more: readonly Readiness[]): void {
    for (const change of more) changes.push(change);
    if (isApplying) return;
    isApplying = true;
    for (let next = 0; next < changes.length; next += 1) {
      const change = changes[next]!;
      if (change.isReady) enqueue(change.taskId);
      else skip(change.taskId, change.because);
    }
    changes.length = 0;
    isApplying = false;
  }

  function enqueue(taskId: string): void {
    const call = open.get(taskId);
    if (call === undefined) return;
    const { task } = call.call;
    const known = options.knownEnd?.(call.call);
    if (known !== undefined) return endAs(call, known);
    if (call.messageId !== undefined && options.isUnderWay(taskId, call.messageId)) return takeOver(call);
    const preparing = call.call.prepare?.();
    if (preparing === undefined) return pushReady(task);
    preparing.then(() => pushReady(task)).catch(options.onFault);
  }

  function pushReady({ id, kind, planTaskId }: Task): void {
    ready.push(id, kind === 'work' ? 0 : THINKING_PRIORITY, options.remainingPathMs(planTaskId));
    pumpSoon();
  }

  /** Nothing is called: the log says how it ended. */
  function endAs(call: OpenCall, known: KnownEnd): void {
    const { id } = call.call.task;
    append(toQueued(call, id));
    append(known);
    const { task: _task, ...state } = log.state.tasks[id]!;
    open.settle(id, toOutcome(state));
  }

  /** Published by a process that is gone: what it may cost is under way too. */
  function takeOver(call: OpenCall): void {
    const { task } = call.call;
    published.add(task.id);
    budget.reserve(task.id, options.forecast(toMessage(call, 0, 0), task));
  }

  function skip(taskId: string, because: string): void {
    if (open.get(taskId) === undefined) return;
    append({ type: 'task:skipped', taskId, because });
    open.settle(taskId, { status: 'skipped', because });
  }

  function cancel(taskId: string, reason: string): void {
    append({ type: 'task:cancelled', taskId, reason });
    open.settle(taskId, { status: 'cancelled', reason });
  }

  function pumpSoon(): void {
    if (isPumping) return;
    isPumping = true;
    queueMicrotask(() => {
      isPumping = false;
      pump().catch(options.onFault);
    });
  }

  async function pump(): Promise<void> {
    const messages: TaskMessage[] = [];
    const logged: Promise<void>[] = [];
    while (published.size < options.maxQueued && cancelled === undefined) {
      const next = ready.pop();
      if (next === undefined) break;
      const call = open.get(next.taskId);
      if (call === undefined || isLeftOut(call.call.task)) continue;
      const message = toMessage(call, next.priority, next.remainingPathMs);
      const leave = ladder.end() ?? reserve(call, message);
      if (leave !== 'reserved') {
        ready.push(next.taskId, next.priority, next.remainingPathMs);
        if (leave !== 'wait') options.onBreach(leave);
        break;
      }
      published.add(next.taskId);
      call.messageId = message.id;
      logged.push(log.append(toQueued(call, message.id)));
      messages.push(message);
    }
    if (messages.length === 0) return;
    await Promise.all(logged);
    await transport.publish(messages);
  }

  function isLeftOut(task: Task): boolean {
    const isSo = ladder.leavesOut(task);
    if (isSo) cancel(task.id, 'It is optional, and the budget runs short.');
    return isSo;
  }

  /** Budgets are of calls to models. */
  function reserve({ call: { task } }: OpenCall, message: TaskMessage): ReturnType<BudgetGate['reserve']> {
    return task.call === undefined ? budget.reserve(task.id, options.forecast(message, task)) : 'reserved';
  }

  function toMessage(call: OpenCall, priority: number, remainingPathMs: number): TaskMessage {
    const { task, onText } = call.call;
    const prompt = call.prompt();
    return {
      version: MESSAGE_VERSION,
      id: crypto.randomUUID(),
      runId: log.runId,
      taskId: task.id,
      route: task.route,
      targets: [...ladder.targetsOf(task)],
      prompt,
      inputTokens: estimatePrompt(prompt),
      stream: onText !== undefined,
      priority,
      remainingPathMs,
      attempts: { begun: call.begun, used: call.used, max: options.maxAttempts },
      ...(options.weight !== undefined && { weight: options.weight }),
      ...(options.deadlineAt !== undefined && { deadlineAt: options.deadlineAt }),
      ...(task.planTaskId !== undefined && { affinityKey: `${log.runId}/${task.planTaskId}` }),
    };
  }

  function repeat(call: OpenCall, prompt: Prompt): void {
    const { id } = call.call.task;
    call.prompt = () => prompt;
    delete call.messageId;
    published.delete(id);
    budget.release(id);
    enqueue(id);
  }

  function drop(taskIds: readonly string[], reason: string): void {
    const underWay = taskIds.filter((id) => published.has(id));
    for (const taskId of taskIds) cancelOpen(taskId, reason);
    if (underWay.length === 0) return;
    transport.control({ type: 'cancel', runId: log.runId, taskIds: underWay }).catch(options.onFault);
  }

  function cancelAll(reason: string): void {
    cancelled = reason;
    for (const taskId of open.ids()) cancelOpen(taskId, reason);
    transport.control({ type: 'cancel', runId: log.runId }).catch(options.onFault);
  }

  function cancelOpen(taskId: string, reason: string): void {
    // What is in the log as ended is only about to be settled.
    if (!isEnded(taskId)) cancel(taskId, reason);
  }

  function stop(): void {
    cancelled = 'The run has stopped.';
  }

  function append(body: Parameters<RunLog['append']>[0]): void {
    log.append(body).catch(options.onFault);
  }

  return {
    get isIdle() {
      return published.size === 0 && ready.size === 0;
    },
    submit,
    recall,
    repeat,
    expect: dependencies.expect,
    closeGroup: (planTaskId) => apply(dependencies.closeGroup(planTaskId)),
    meet: (key) => apply(dependencies.meet(key)),
    drop,
    cancelAll,
    stop,
  };
}

function toQueued({ call, begun }: OpenCall, messageId: string): RunEventBody {
  const hash = call.hash?.();
  const { id: taskId } = call.task;
  return { type: 'task:queued', taskId, messageId, attempt: begun + 1, ...(hash !== undefined && { hash }) };
}

function toList(readiness: Readiness | undefined): readonly Readiness[] {
  return readiness === undefined ? [] : [readiness];
}
