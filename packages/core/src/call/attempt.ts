import type { ChatRequest, ChatResponse } from '../domain/chat.ts';
import type { TaskMessage } from '../domain/message.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Permit } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallContext, Provider } from '../ports/provider.ts';
import { readStream, type Progress } from './read-stream.ts';
import { startTimeouts } from './stop-signal.ts';

export interface AttemptOptions {
  readonly provider: Provider;
  readonly permit: Permit;
  readonly message: TaskMessage;
  readonly controller: AbortController;
  readonly clock: Clock;
  readonly attemptTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly progressIntervalMs: number;
  onProgress(progress: Progress): Promise<void>;
}

/** One call of one vendor on one account. Throws only `ProviderError`. */
export async function attempt(options: AttemptOptions): Promise<ChatResponse> {
  const { provider, permit, message, controller } = options;
  const timeouts = startTimeouts(options.clock, controller, {
    totalMs: options.attemptTimeoutMs,
    ...(message.stream && { idleMs: options.idleTimeoutMs }),
  });
  const request: ChatRequest = { ...message.prompt, model: permit.target.model };
  try {
    if (!message.stream) return await provider.generate(request, toContext(permit, controller));
    return await readStream(provider.stream(request, toContext(permit, controller)), {
      provider: provider.id,
      clock: options.clock,
      intervalMs: options.progressIntervalMs,
      onPart: timeouts.touch,
      onProgress: options.onProgress,
    });
  } catch (error) {
    throw toProviderError(error, provider.id, timeouts.expired);
  } finally {
    timeouts.clear();
  }
}

function toContext(permit: Permit, controller: AbortController): CallContext {
  const { apiKey, baseUrl } = permit.account;
  return { apiKey, signal: controller.signal, ...(baseUrl !== undefined && { baseUrl }) };
}

function toProviderError(error: unknown, provider: string, expired: 'attempt' | 'idle' | undefined): ProviderError {
  if (expired !== undefined) {
    const message = `${provider} did not answer within the ${expired} timeout.`;
    return new ProviderError(message, { kind: 'timeout', provider, cause: error });
  }
  if (error instanceof ProviderError) return error;
  const message = `The adapter of ${provider} threw something else than a ProviderError: ${String(error)}`;
  return new ProviderError(message, { kind: 'server', provider, cause: error });
}
