import pRetry from 'p-retry';
import type { ChatResponse } from '../domain/chat.ts';
import type { Report, TaskMessage } from '../domain/message.ts';
import type { Target } from '../domain/target.ts';
import type { PriceTable } from '../domain/usage.ts';
import { ManyhandsError, toFailure } from '../errors/manyhands-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Balancer, Permit, PermitRequest } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider } from '../ports/provider.ts';
import type { Settings } from '../defaults/settings.ts';
import { attempt } from './attempt.ts';
import type { Progress } from './read-stream.ts';
import { firstAnswer } from './first-answer.ts';
import type { Hedging } from './hedging.ts';
import { mostExpensive, priceCall } from './price-call.ts';
import type { StopSwitch } from './stop-signal.ts';

export interface CallOptions {
  readonly balancer: Balancer;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly prices: PriceTable;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Missing: no call is sent a second time. */
  readonly hedging?: Hedging | undefined;
  report(report: Report): Promise<void>;
  /** A call is about to leave. `false`: the task is no longer ours. */
  begin?(): boolean;
  loadProviders(targets: readonly Target[]): Promise<void>;
}

/** Failures of an account or a model, not of the task: it moves on, and its attempts are not spent. */
const MOVING = new Set(['rate-limited', 'quota-exhausted', 'overloaded', 'credential']);
/** A second call takes what others leave, at once or not at all. */
const LAST = Number.MIN_SAFE_INTEGER;
const SOON_MS = 50;
/** Why a call was aborted whose task has its answer from another one. */
const OUTRUN = new ManyhandsError('Another call of the same task was answered first.', { code: 'MANYHANDS_OUTRUN' });

/**
 * Takes a task to its end: attempts until one succeeds, reports each step and the end. Resolves once the end is reported,
 * or when the task was abandoned; rejects only when a report could not be made.
 */
export async function call(message: TaskMessage, stop: StopSwitch, options: CallOptions): Promise<void> {
  const task = createTaskCall(message, stop, options);
  try {
    const answer = await pRetry(task.nextAttempt, {
      retries: Math.max(0, message.attempts.max - message.attempts.used - 1),
      minTimeout: 0,
      shouldRetry: ({ error }) => !stop.isStopped && error instanceof ProviderError && error.isRetryable,
    });
    await task.report({ type: 'succeeded', ...task.ids(), ...answer });
  } catch (error) {
    if (error instanceof ReportError) throw error.cause;
    if (stop.isAbandoned) return;
    await task.report({ type: 'failed', ...task.ids(), failure: toFailure(error) });
  }
}

interface Answer {
  readonly accountId: string;
  readonly target: Target;
  readonly response: ChatResponse;
  readonly durationMs: number;
  readonly attemptsUsed: number;
  readonly costUsd?: number;
}

/** Reports that fail are no failure of the task: the delivery is not acked, and comes again. */
class ReportError extends Error {}

function createTaskCall(message: TaskMessage, stop: StopSwitch, options: CallOptions) {
  const { balancer, providers, clock, settings, hedging } = options;
  const avoid = new Set<string>();
  let { begun, used } = message.attempts;
  let moves = 0;
  let reported: Promise<void> = Promise.resolve();

  return { nextAttempt, ids, report };

  function ids() {
    return { runId: message.runId, taskId: message.taskId, messageId: message.id, attempt: Math.max(1, begun) };
  }

  /** One attempt that counts, with as many moves to other accounts as limits ask for. */
  async function nextAttempt(): Promise<Answer> {
    used += 1;
    if (used > message.attempts.used + 1) await pause();
    while (true) {
      const controller = stop.nextSignal();
      const permit = await acquire(controller.signal);
      stop.isCalling = true;
      try {
        return await callInTime(permit, controller);
      } catch (error) {
        stop.isCalling = false;
        if (!(error instanceof ProviderError)) throw error;
        const isMove = MOVING.has(error.kind) && moves < settings.maxMoves && !stop.isStopped;
        await reportFailure(permit, error, !isMove);
        if (!isMove) throw error;
        moves += 1;
      }
    }
  }

  /** The call and, when it takes much longer than its like, a second one beside it: the answer that comes first counts. */
  async function callInTime(permit: Permit, controller: AbortController): Promise<Answer> {
    const lateAfterMs = message.stream ? undefined : hedging?.lateAfterMs(message.route);
    const first = callOn(permit, controller);
    if (lateAfterMs === undefined) return first;
    const second = new AbortController();
    controller.signal.addEventListener('abort', () => stop.isStopped && second.abort(), { once: true });
    try {
      return await firstAnswer({ first, lateAfterMs, clock, startSecond: () => callAgain(permit, second) });
    } finally {
      for (const each of [controller, second]) each.abort(OUTRUN);
    }
  }

  /** Elsewhere, if there is room now and something left to pay for it. */
  async function callAgain({ account }: Permit, controller: AbortController): Promise<Answer | undefined> {
    const usd = mostExpensive(options.prices, providers, message);
    if (usd === undefined || hedging?.spend(usd) !== true) return undefined;
    const request = { avoid: new Set([...avoid, account.id]), deadlineAt: clock.now() + SOON_MS, priority: LAST };
    const permit = await acquire(controller.signal, request).catch(() => undefined);
    if (permit !== undefined) return callOn(permit, controller);
    hedging.giveBack(usd);
    return undefined;
  }

  /** Asked anew for every call: the balancer knows best who is free now. */
  async function acquire(signal: AbortSignal, changes?: Partial<PermitRequest>): Promise<Permit> {
    await options.loadProviders(message.targets);
    const askedAt = clock.now();
    const { prompt, inputTokens, weight, deadlineAt, affinityKey } = message;
    const request: PermitRequest = {
      targets: message.targets,
      estimate: {
        inputTokens,
        ...(prompt.maxOutputTokens !== undefined && { maxOutputTokens: prompt.maxOutputTokens }),
      },
      route: message.route,
      runId: message.share ?? message.runId,
      priority: message.priority,
      remainingPathMs: message.remainingPathMs,
      avoid,
      ...(weight !== undefined && { weight }),
      ...(deadlineAt !== undefined && { deadlineAt }),
      ...(affinityKey !== undefined && { affinityKey }),
      ...changes,
    };
    const permit = await balancer.acquire(request, signal);
    try {
      if (options.begin?.() === false) stop.abandon();
      signal.throwIfAborted();
      await permit.start();
    } catch (error) {
      permit.cancel();
      throw error;
    }
    begun += 1;
    // Not waited for: the limits count from now, so nothing may come between leave and the call.
    report({ type: 'started', ...ids(), ...byAccount(permit), waitedMs: clock.now() - askedAt }).catch(() => {});
    return permit;
  }

  async function callOn(permit: Permit, controller: AbortController): Promise<Answer> {
    const { target } = permit;
    const startedAt = clock.now();
    try {
      const provider = providerOf(target);
      const response = await attempt({ ...settings, provider, permit, message, controller, clock, onProgress });
      permit.settle(response.usage, response.limits);
      const costUsd = priceCall(options.prices, provider, target, response.usage);
      const durationMs = clock.now() - startedAt;
      hedging?.onAnswer(message.route, durationMs, costUsd);
      return {
        ...byAccount(permit),
        response,
        durationMs,
        attemptsUsed: used,
        ...(costUsd !== undefined && { costUsd }),
      };
    } catch (error) {
      const isOutrun = controller.signal.reason === OUTRUN;
      if (!(error instanceof ProviderError) || stop.isStopped || isOutrun) permit.cancel();
      else permit.fail(error);
      if (isOutrun) throw OUTRUN;
      // Who was refused may go there again: the balancer knows when.
      if (error instanceof ProviderError && !MOVING.has(error.kind)) avoid.add(permit.account.id);
      throw error;
    }
  }

  async function onProgress(progress: Progress): Promise<void> {
    const { text, reasoning, toolCalls } = progress;
    await report({
      type: 'progress',
      ...ids(),
      text,
      reasoning,
      ...(toolCalls.length > 0 && { toolCalls: [...toolCalls] }),
    });
  }

  async function reportFailure(permit: Permit, error: ProviderError, isCounted: boolean): Promise<void> {
    await report({ type: 'attempt-failed', ...ids(), ...byAccount(permit), failure: toFailure(error), isCounted });
  }

  /** One after the other; once one could not be made, none is. */
  function report(body: Report): Promise<void> {
    reported = reported.then(() => send(body));
    return reported;
  }

  async function send(body: Report): Promise<void> {
    try {
      await options.report(body);
    } catch (cause) {
      throw new ReportError('A report could not be made.', { cause });
    }
  }

  async function pause(): Promise<void> {
    const ms = settings.retryPauseMs * (0.5 + Math.random() / 2);
    await new Promise<void>((resolve) => clock.setTimer(resolve, ms));
  }

  function providerOf(target: Target): Provider {
    const provider = providers.get(target.provider);
    if (provider !== undefined) return provider;
    throw new ManyhandsError(`This worker has no provider "${target.provider}"; add it to \`providers\`.`, {
      code: 'MANYHANDS_UNKNOWN_PROVIDER',
    });
  }
}

function byAccount(permit: Permit): { accountId: string; target: Target } {
  return { accountId: permit.account.id, target: permit.target };
}
