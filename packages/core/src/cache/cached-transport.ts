import type { CachePolicy } from '../config/check-cache.ts';
import type { CacheUse } from '../domain/cache-use.ts';
import type { Report, TaskMessage } from '../domain/message.ts';
import { toTargetName } from '../domain/target.ts';
import { NO_USAGE } from '../domain/usage.ts';
import { ManyhandsError, toFailure } from '../errors/manyhands-error.ts';
import type { CachedResponse } from '../ports/response-cache.ts';
import type { Transport } from '../ports/transport.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Follower } from './flights.ts';
import { toAsked, type Asked } from './to-keys.ts';

type Answer = Extract<Report, { type: 'succeeded' }>;

export interface CachedTransport extends Transport {
  /** The answer was what was asked for: it may be given again. Any other is not. */
  accept(answer: Answer): void;
}

export interface CachedTransportOptions {
  readonly transport: Transport;
  readonly cache: AnswerCache;
  /** Default: as the orchestrator says. */
  readonly use?: CacheUse | undefined;
  /** Messages of different variants are different requests, whatever is asked. Default: all are of one. */
  variantOf?(message: TaskMessage): string;
}

/** An answer that was cut off, filtered or whose end nobody knows is none. */
const WHOLE: ReadonlySet<string> = new Set(['stop', 'tool-calls']);

/**
 * A transport for the driver of one run: what was answered before is not carried to a worker, its answer comes at once. Of equal
 * messages at the same time one is carried, and the others have its answer.
 */
export function cachedTransport(options: CachedTransportOptions): CachedTransport {
  const { transport, cache, use = {}, variantOf = () => '' } = options;
  const policy: CachePolicy = {
    scope: use.scope ?? cache.policy.scope,
    maxAgeMs: use.maxAgeMs ?? cache.policy.maxAgeMs,
  };
  const looking = new Map<string, Asked>();
  const leading = new Map<string, Asked>();
  const following = new Map<string, Asked & { readonly follower: Follower }>();
  let hand: (report: Report) => Promise<void> | void = () => {};

  async function publish(messages: readonly TaskMessage[]): Promise<void> {
    const rest = await look(messages.map((message) => toAsked(message, policy, variantOf(message))));
    if (rest.length > 0) await transport.publish(rest);
  }

  /** Those that a worker has to be asked. */
  async function look(asked: readonly Asked[]): Promise<readonly TaskMessage[]> {
    for (const one of asked) looking.set(one.message.id, one);
    const found = await cache.find(
      asked.flatMap(({ byTarget }) => byTarget),
      policy.maxAgeMs,
    );
    const wanted = asked.filter(({ message }) => looking.delete(message.id));
    return wanted.filter((one) => !isAnswered(one, found) && leads(one)).map(({ message }) => message);
  }

  function isAnswered({ byTarget, message }: Asked, found: ReadonlyMap<string, CachedResponse>): boolean {
    const key = byTarget.find((key) => found.has(key));
    if (key === undefined) return false;
    void give(message, found.get(key)!);
    return true;
  }

  function leads(asked: Asked): boolean {
    const { message, together } = asked;
    const follower: Follower = {
      give(cached) {
        following.delete(message.id);
        void give(message, cached);
      },
      ask() {
        following.delete(message.id);
        leading.set(message.id, asked);
        transport.publish([message]).catch((error: unknown) => fail(message, error));
      },
    };
    if (cache.flights.join(together, follower)) {
      following.set(message.id, { ...asked, follower });
      return false;
    }
    leading.set(message.id, asked);
    return true;
  }

  /** As a worker would report it. */
  async function give(message: TaskMessage, { response, accountId, target, costUsd, storedAt }: CachedResponse) {
    const ids = toIds(message);
    const { text, toolCalls } = response;
    const reasoning = response.reasoning.map((part) => part.text).join('');
    if (message.stream) await handSafely({ type: 'progress', ...ids, text, reasoning, toolCalls });
    await handSafely({
      type: 'succeeded',
      ...ids,
      accountId,
      target,
      response: { ...response, usage: NO_USAGE },
      costUsd: 0,
      durationMs: 0,
      attemptsUsed: message.attempts.used + 1,
      cached: { storedAt, ...(costUsd !== undefined && { savedUsd: costUsd }) },
    });
  }

  function fail(message: TaskMessage, error: unknown): void {
    land(message.id);
    void handSafely({ type: 'failed', ...toIds(message), failure: toFailure(error) });
  }

  /** Who takes reports says himself what he cannot record. */
  async function handSafely(report: Report): Promise<void> {
    try {
      await hand(report);
    } catch {}
  }

  function land(messageId: string, cached?: CachedResponse): void {
    const asked = leading.get(messageId);
    leading.delete(messageId);
    if (asked !== undefined) cache.flights.land(asked.together, cached);
  }

  function accept({ messageId, response, accountId, target, costUsd, cached }: Answer): void {
    const asked = leading.get(messageId);
    if (asked === undefined || cached !== undefined || !WHOLE.has(response.finishReason)) return;
    const name = toTargetName(target);
    const key = asked.byTarget[asked.message.targets.findIndex((each) => toTargetName(each) === name)];
    if (key === undefined) return;
    const answer: CachedResponse = {
      response: { ...response, limits: [] },
      accountId,
      target,
      ...(costUsd !== undefined && { costUsd }),
      storedAt: cache.now(),
    };
    cache.keep(key, answer);
    land(messageId, answer);
  }

  /** They are no longer wanted; without ids, none of the run is. Of those that no worker has nobody else would say so. */
  function forget(taskIds?: readonly string[]): void {
    const isMeant = ({ message }: Asked) => taskIds?.includes(message.taskId) ?? true;
    for (const { together, follower } of [...following.values()].filter(isMeant)) {
      cache.flights.leave(together, follower);
    }
    for (const waiting of [looking, following]) {
      for (const { message } of [...waiting.values()].filter(isMeant)) {
        waiting.delete(message.id);
        void handSafely({ type: 'failed', ...toIds(message), failure: toFailure(cancelledError()) });
      }
    }
    for (const asked of [...leading.values()].filter(isMeant)) land(asked.message.id);
  }

  return {
    name: transport.name,
    publish,
    accept,
    consume: (options) => transport.consume(options),
    report: (report) => transport.report(report),
    ...(transport.held !== undefined && { held: (runId: string) => transport.held!(runId) }),
    close: () => transport.close(),
    async subscribe(runId, onReport, options) {
      hand = onReport;
      const take = async (report: Report) => {
        await onReport(report);
        if (report.type === 'succeeded' || report.type === 'failed') land(report.messageId);
      };
      const subscription = await transport.subscribe(runId, take, options);
      return {
        close() {
          hand = () => {};
          forget();
          return subscription.close();
        },
      };
    },
    async control(message) {
      forget(message.taskIds);
      await transport.control(message);
    },
  };
}

function cancelledError(): ManyhandsError {
  const message = 'The call was cancelled while it waited for the answer to an equal one.';
  return new ManyhandsError(message, { code: 'MANYHANDS_ABORTED' });
}

function toIds({ runId, taskId, id, attempts }: TaskMessage) {
  return { runId, taskId, messageId: id, attempt: attempts.begun + 1 };
}
