import type { Json } from '../json.ts';

/** A complete answer, before a vendor's wire format. */
export interface Reply {
  /** Unique per call; each wire adds its own prefix. */
  readonly id: string;
  /** Unix time in ms, on the vendor's clock. */
  readonly createdAt: number;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ReplyToolCall[];
  readonly finish: 'stop' | 'length' | 'tool-calls' | 'content-filter';
  readonly usage: ReplyUsage;
}

export interface ReplyToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

/** `inputTokens` holds the cached ones and those written to the cache, `outputTokens` those of the reasoning. */
export interface ReplyUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}
