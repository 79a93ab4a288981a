import type { AnswerCache } from './cache/answer-cache.ts';
import { cachedTransport } from './cache/cached-transport.ts';
import { checkCacheUse } from './config/check-cache.ts';
import type { CacheUse } from './domain/cache-use.ts';
import { promptSchema, type ChatResponse, type Prompt, type StreamPart } from './domain/chat.ts';
import type { Report, TaskMessage } from './domain/message.ts';
import { MESSAGE_VERSION } from './domain/message-version.ts';
import type { Target } from './domain/target.ts';
import type { CachedAnswer } from './domain/usage.ts';
import { ManyhandsError } from './errors/manyhands-error.ts';
import { toConfigError } from './config/to-config-error.ts';
import type { Transport } from './ports/transport.ts';
import { estimatePrompt } from './run/estimate-prompt.ts';

/** One call of a pooled model, without a run. */
export interface DirectRequest extends Prompt {
  /** Name of a route. Default `any`. */
  readonly route?: string;
  /** Higher goes first. Default 20: before the work of runs. */
  readonly priority?: number;
  /** From now, in ms: refused at once when no call can start in time. */
  readonly deadlineMs?: number;
  /** Of an orchestrator with a response cache: how this call uses it, or `false`. Default: as the orchestrator says. */
  readonly cache?: CacheUse | false;
  readonly signal?: AbortSignal;
}

export interface DirectResponse extends ChatResponse {
  readonly accountId: string;
  readonly target: Target;
  /** US dollars; missing where no price is known. */
  readonly costUsd?: number;
  /** The answer was there already: nobody was called for it, and it has no usage. */
  readonly cached?: CachedAnswer;
}

/** A part of a streamed answer; `restart` says that what came so far is void, because the call was begun anew. */
export type DirectPart =
  | Exclude<StreamPart, { type: 'finish' }>
  | { readonly type: 'restart' }
  | { readonly type: 'finish'; readonly response: DirectResponse };

export interface DirectCallOptions {
  readonly transport: Transport;
  readonly cache?: AnswerCache | undefined;
  readonly maxAttempts: number;
  /** Resolves when whoever is to work in this process has its accounts. */
  ready(): Promise<void>;
  now(): number;
  /** @throws ConfigError when there is no such route */
  targetsOf(route: string): readonly Target[];
}

export type DirectCall = typeof directCall;

/** Sends one task and hands its reports on, the last of them `succeeded` or `failed`. */
export async function* directCall(
  request: DirectRequest,
  isStreamed: boolean,
  options: DirectCallOptions,
): AsyncGenerator<DirectPart, void, undefined> {
  const message = toMessage(request, isStreamed, options);
  await options.ready();
  const reports = createInbox<Report>();
  const cached = useCache(request, options);
  const transport = cached ?? options.transport;
  const subscription = await transport.subscribe(message.runId, (report) => {
    if (report.type === 'succeeded') cached?.accept(report);
    reports.put(report);
  });
  const cancel = () => void transport.control({ type: 'cancel', runId: message.runId });
  request.signal?.throwIfAborted();
  request.signal?.addEventListener('abort', cancel, { once: true });
  let isEnded = false;
  try {
    await transport.publish([message]);
    let attempt = 0;
    while (!isEnded) {
      const report = await reports.take();
      if (report.type === 'started' && attempt > 0 && report.attempt > attempt) yield { type: 'restart' };
      attempt = Math.max(attempt, report.attempt);
      isEnded = report.type === 'succeeded' || report.type === 'failed';
      if (report.type === 'failed') request.signal?.throwIfAborted();
      yield* toParts(report);
    }
  } finally {
    request.signal?.removeEventListener('abort', cancel);
    // The reader left before the end: nobody waits for the answer any more.
    if (!isEnded) cancel();
    await subscription.close();
  }
}

function useCache({ cache: given }: DirectRequest, { cache, transport }: DirectCallOptions) {
  const use = checkCacheUse(given, 'request.cache');
  if (cache === undefined || use === false) return undefined;
  return cachedTransport({ transport, cache, use });
}

function* toParts(report: Report): Generator<DirectPart, void, undefined> {
  if (report.type === 'failed') {
    const { code, message, isRetryable } = report.failure;
    throw new ManyhandsError(message, { code, isRetryable });
  }
  if (report.type === 'progress') {
    if (report.reasoning !== '') yield { type: 'reasoning', text: report.reasoning };
    if (report.text !== '') yield { type: 'text', text: report.text };
    for (const call of report.toolCalls ?? []) yield { type: 'tool-call', call };
  }
  if (report.type === 'succeeded') {
    const { response, accountId, target, costUsd, cached } = report;
    const facts = { ...(costUsd !== undefined && { costUsd }), ...(cached !== undefined && { cached }) };
    yield { type: 'finish', response: { ...response, accountId, target, ...facts } };
  }
}

/** Calls without a run are one run together where runs share accounts: larger ones go first, and none is a run to be fair to. */
const DIRECT_SHARE = 'direct';

function toMessage(request: DirectRequest, stream: boolean, options: DirectCallOptions): TaskMessage {
  const { route = 'any', priority = 20, deadlineMs, cache: _cache, signal: _, ...prompt } = request;
  const parsed = promptSchema.safeParse(prompt);
  if (!parsed.success) throw toConfigError(parsed.error, 'request');
  return {
    version: MESSAGE_VERSION,
    id: crypto.randomUUID(),
    runId: `direct-${crypto.randomUUID()}`,
    taskId: 'direct',
    route,
    targets: [...options.targetsOf(route)],
    prompt: parsed.data,
    inputTokens: estimatePrompt(parsed.data),
    stream,
    priority,
    remainingPathMs: 0,
    share: DIRECT_SHARE,
    attempts: { begun: 0, used: 0, max: options.maxAttempts },
    ...(deadlineMs !== undefined && { deadlineAt: options.now() + deadlineMs }),
  };
}

interface Inbox<Item> {
  put(item: Item): void;
  take(): Promise<Item>;
}

function createInbox<Item>(): Inbox<Item> {
  const items: Item[] = [];
  let wake: (() => void) | undefined;
  return {
    put(item) {
      items.push(item);
      wake?.();
    },
    async take() {
      while (items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return items.shift() as Item;
    },
  };
}
