import type { ChatResponse, StreamPart, ToolCallPart } from '../domain/chat.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Clock } from '../ports/clock.ts';

/** What has come of an answer since the last report. */
export interface Progress {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCallPart[];
}

export interface ReadStreamOptions {
  readonly provider: string;
  readonly clock: Clock;
  /** At most one report in this time. */
  readonly intervalMs: number;
  onPart(): void;
  onProgress(progress: Progress): Promise<void>;
}

/** Reads a stream to its end, reporting what comes in batches. A stream that ends without a `finish` part was cut. */
export async function readStream(stream: AsyncIterable<StreamPart>, options: ReadStreamOptions): Promise<ChatResponse> {
  const { clock, intervalMs } = options;
  let gathered = nothing();
  let reportedAt = -Infinity;
  let finish: ChatResponse | undefined;

  for await (const part of stream) {
    options.onPart();
    if (part.type === 'finish') finish = part.response;
    else gathered = gather(gathered, part);
    if (clock.now() - reportedAt >= intervalMs) await flush();
  }
  await flush();
  if (finish === undefined) throw cutStream(options.provider);
  return finish;

  async function flush(): Promise<void> {
    if (gathered.text === '' && gathered.reasoning === '' && gathered.toolCalls.length === 0) return;
    const progress = gathered;
    gathered = nothing();
    reportedAt = clock.now();
    await options.onProgress(progress);
  }
}

function nothing(): Progress {
  return { text: '', reasoning: '', toolCalls: [] };
}

function gather(progress: Progress, part: Exclude<StreamPart, { type: 'finish' }>): Progress {
  switch (part.type) {
    case 'text':
      return { ...progress, text: progress.text + part.text };
    case 'reasoning':
      return { ...progress, reasoning: progress.reasoning + part.text };
    case 'tool-call':
      return { ...progress, toolCalls: [...progress.toolCalls, part.call] };
  }
}

function cutStream(provider: string): ProviderError {
  const message = `The stream of ${provider} ended before the answer was complete.`;
  return new ProviderError(message, { kind: 'network', provider });
}
