import type {
  Capabilities,
  ChatRequest,
  FailureKind,
  LimitObservation,
  Price,
  QuotaRules,
  Usage,
} from '@manyhands/core';
import type OpenAI from 'openai';

/** The body of a chat completion, with the fields that DeepSeek and Qwen add. */
export type ChatBody = Omit<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming, 'stream'> & {
  thinking?: { type: 'enabled' | 'disabled' };
  enable_thinking?: boolean;
};

/** What an error's answer says, in the words of the vendor. */
export interface ErrorAnswer {
  readonly status: number | undefined;
  readonly code: string;
  readonly type: string;
  readonly message: string;
}

export interface ErrorReading {
  readonly kind: FailureKind;
  readonly retryAfterMs?: number;
  readonly limits?: readonly LimitObservation[];
}

/** All that differs between vendors with OpenAI's wire format. */
export interface Vendor<Id extends string, Model extends string> {
  readonly id: Id;
  readonly baseUrl: string;
  readonly defaultModel?: Model;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof globalThis.fetch;
  readonly quota: QuotaRules;
  capabilities(model: string): Capabilities;
  price(model: string): Price | undefined;
  cost?(model: string, usage: Usage): number | undefined;
  /** Turns the common body into the vendor's own. */
  adaptBody?(body: ChatBody, request: ChatRequest): ChatBody;
  /** The vendor answers this request only as a stream; `generate` then reads one to its end. */
  mustStream?(request: ChatRequest): boolean;
  /** Reasoning goes back as `reasoning_content` with the tool calls that it led to. */
  readonly returnsReasoning?: boolean;
  /** Before the common reading of errors; `undefined` leaves it to that. */
  readError?(answer: ErrorAnswer): ErrorReading | undefined;
}
