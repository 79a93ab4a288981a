import type Bottleneck from 'bottleneck';
import type { CheckedFunction } from '../domain/app-function.ts';
import type { ChatResponse } from '../domain/chat.ts';
import type { Report, TaskMessage } from '../domain/message.ts';
import { NO_USAGE } from '../domain/usage.ts';
import { ManyhandsError, toFailure } from '../errors/manyhands-error.ts';
import type { Clock } from '../ports/clock.ts';
import { jsonSchema } from '../domain/json.ts';
import { createStopSwitch, startTimeouts, type StopSwitch } from './stop-signal.ts';

/** Who does function tasks, where an account would stand. */
const ACCOUNT = 'app';

export interface FunctionCallsOptions {
  readonly functions: ReadonlyMap<string, CheckedFunction>;
  readonly clock: Clock;
  readonly attemptTimeoutMs: number;
  readonly retryPauseMs: number;
  /** Resolves when what it says is in the log. */
  report(report: Report): Promise<void>;
}

/** The worker of function tasks, in the process that drives their run: it reports as other workers do. */
export interface FunctionCalls {
  start(message: TaskMessage): void;
  /** Of all tasks, when none are named. */
  cancel(taskIds?: readonly string[]): void;
}

export function createFunctionCalls(options: FunctionCallsOptions): FunctionCalls {
  const { functions, clock } = options;
  const switches = new Map<string, StopSwitch>();
  const limiters = new Map<string, Promise<Bottleneck>>();

  async function serve(message: TaskMessage, stop: StopSwitch): Promise<void> {
    const { model: name } = message.targets[0]!;
    const fn = functions.get(name);
    const { begun } = message.attempts;
    if (fn === undefined) return end(message, begun, unknownFunction(name));
    // Whether it did what it does is not known: its process ended before it could say.
    if (fn.isOnce && begun > 0) return end(message, begun, uncertain(name));
    const limiter = await limiterOf(fn);
    await limiter.schedule(() => attempts(fn, message, stop));
  }

  /** Each on a signal of its own. What fails is tried again, unless it may have done something that must not happen twice. */
  async function attempts(fn: CheckedFunction, message: TaskMessage, stop: StopSwitch): Promise<void> {
    const { used, max } = message.attempts;
    for (let tried = 1; !stop.isStopped; tried += 1) {
      const attempt = message.attempts.begun + tried;
      const failure = await tryOnce(fn, message, attempt, stop);
      if (failure === undefined) return;
      if (fn.isOnce || !failure.isRetryable || used + tried >= max) return end(message, attempt, failure);
      await options.report({ type: 'attempt-failed', ...byApp(message, attempt), failure, isCounted: true });
      await new Promise<void>((resolve) => clock.setTimer(resolve, options.retryPauseMs));
    }
  }

  /** Resolves with why it failed. It is in the log as begun before it is. */
  async function tryOnce(fn: CheckedFunction, message: TaskMessage, attempt: number, stop: StopSwitch) {
    await options.report({ type: 'started', ...byApp(message, attempt), waitedMs: 0 });
    const startedAt = clock.now();
    const outcome = await run(fn, message, stop);
    if ('failure' in outcome) return outcome.failure;
    await options.report({
      type: 'succeeded',
      ...byApp(message, attempt),
      response: toResponse(fn.name, outcome.text),
      costUsd: 0,
      durationMs: clock.now() - startedAt,
      // What it gave was checked by its own schema: it would give the same again.
      attemptsUsed: message.attempts.max,
    });
    return undefined;
  }

  async function run(fn: CheckedFunction, message: TaskMessage, stop: StopSwitch) {
    const controller = stop.nextSignal();
    const timeouts = startTimeouts(clock, controller, { totalMs: fn.timeoutMs ?? options.attemptTimeoutMs });
    try {
      const text = await Promise.race([runChecked(fn, message, controller.signal), whenAborted(controller.signal)]);
      return { text };
    } catch (error) {
      return { failure: toRetryable(error) };
    } finally {
      timeouts.clear();
    }
  }

  function end(message: TaskMessage, attempt: number, error: ReturnType<typeof toFailure> | ManyhandsError) {
    const failure = error instanceof ManyhandsError ? error.toFailure() : error;
    const { runId, taskId, id: messageId } = message;
    return options.report({ type: 'failed', runId, taskId, messageId, attempt, failure });
  }

  function limiterOf({ name, maxConcurrent }: CheckedFunction): Promise<Bottleneck> {
    const limiter =
      limiters.get(name) ?? import('bottleneck').then(({ default: Limiter }) => new Limiter({ maxConcurrent }));
    limiters.set(name, limiter);
    return limiter;
  }

  return {
    start(message) {
      const stop = createStopSwitch();
      switches.set(message.taskId, stop);
      // A report that cannot be recorded has failed the run already.
      serve(message, stop)
        .catch(() => {})
        .finally(() => switches.delete(message.taskId));
    },
    cancel(taskIds = [...switches.keys()]) {
      for (const taskId of taskIds) switches.get(taskId)?.stop('The task was cancelled.');
    },
  };
}

/** The text of what it gave, as an answer would have it. */
async function runChecked(fn: CheckedFunction, message: TaskMessage, signal: AbortSignal): Promise<string> {
  const { runId, taskId, prompt } = message;
  const input = fn.input.safeParse(JSON.parse(prompt.messages[0]!.content as string));
  if (!input.success) throw badValue(`The function "${fn.name}" cannot take these arguments`, input.error);
  const idempotencyKey = `${runId}/${taskId}`;
  const given = await fn.run(input.data, { runId, taskId, idempotencyKey, signal });
  const output = fn.output.safeParse(given);
  if (!output.success) throw badValue(`The function "${fn.name}" gave something else than its output`, output.error);
  const json = jsonSchema.safeParse(output.data);
  if (!json.success) throw badValue(`What the function "${fn.name}" gave does not survive JSON`, json.error);
  return typeof json.data === 'string' ? json.data : JSON.stringify(json.data);
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What a function throws may pass; what manyhands says of it does not. */
function toRetryable(error: unknown) {
  if (error instanceof ManyhandsError) return error.toFailure();
  return { ...toFailure(error), code: 'MANYHANDS_FUNCTION_FAILED', isRetryable: true };
}

function byApp({ runId, taskId, id: messageId, targets }: TaskMessage, attempt: number) {
  return { runId, taskId, messageId, attempt, accountId: ACCOUNT, target: targets[0]! };
}

function toResponse(model: string, text: string): ChatResponse {
  return { model, text, toolCalls: [], reasoning: [], usage: NO_USAGE, finishReason: 'stop', limits: [] };
}

function badValue(what: string, { message }: Error): ManyhandsError {
  return new ManyhandsError(`${what}: ${message}`, { code: 'MANYHANDS_FUNCTION_VALUE' });
}

function unknownFunction(name: string): ManyhandsError {
  const message = `There is no function "${name}": register it again with createOrchestrator({ functions }).`;
  return new ManyhandsError(message, { code: 'MANYHANDS_UNKNOWN_FUNCTION' });
}

function uncertain(name: string): ManyhandsError {
  const message = `The process ended while the function "${name}" ran, which has side effects: it is not run twice. See what it did; make it idempotent to have it tried again.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_FUNCTION_UNCERTAIN' });
}
