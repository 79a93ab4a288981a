import { randomUUID } from 'node:crypto';
import {
  type ChatResponse,
  type FinishReason,
  type Json,
  ProviderError,
  type ToolCallPart,
  type Usage,
} from '@manyhands/core';
import type { GenerateContentResponse, Part } from '@google/genai';
import { toSignature } from '../wire/signature.ts';

/** A response, or one piece of a stream, as the REST API gives it: both SDKs pass it on, each with helpers of its own. */
export type WireResponse = Pick<GenerateContentResponse, 'candidates' | 'promptFeedback' | 'modelVersion'> & {
  readonly usageMetadata?: UsageMetadata;
};

type UsageMetadata = Partial<
  Record<
    | 'promptTokenCount'
    | 'toolUsePromptTokenCount'
    | 'candidatesTokenCount'
    | 'thoughtsTokenCount'
    | 'cachedContentTokenCount',
    number
  >
>;

/** What a response says, or the pieces of a stream together. */
export interface Received {
  readonly parts: readonly Part[];
  readonly finishReason: string | undefined;
  readonly blockReason: string | undefined;
  readonly usage: UsageMetadata | undefined;
  readonly model: string | undefined;
}

export function readPiece(response: WireResponse): Received {
  const candidate = response.candidates?.[0];
  return {
    parts: candidate?.content?.parts ?? [],
    finishReason: candidate?.finishReason,
    blockReason: response.promptFeedback?.blockReason,
    usage: response.usageMetadata,
    model: response.modelVersion,
  };
}

/** @throws ProviderError when the prompt was blocked. TypeError when the answer has no end. */
export function fromResponse(provider: string, received: Received, calls: readonly ToolCallPart[]): ChatResponse {
  checkBlocked(provider, received);
  if (received.finishReason === undefined) throw new TypeError('the answer was cut before its end');
  return {
    model: received.model ?? '',
    text: joinText(received.parts.filter(({ thought }) => thought !== true)),
    toolCalls: [...calls],
    reasoning: fromThoughts(received.parts),
    usage: fromUsage(received.usage ?? {}),
    finishReason: fromFinishReason(received.finishReason, calls.length > 0),
    limits: [],
  };
}

/** Ids are given only by the newest models: others get one, so that results find their calls. */
export function fromFunctionCall({ functionCall, thoughtSignature }: Part): ToolCallPart[] {
  if (functionCall?.name === undefined) return [];
  return [
    {
      type: 'tool-call',
      id: functionCall.id ?? `call_${randomUUID()}`,
      name: functionCall.name,
      input: (functionCall.args ?? {}) as Json,
      ...(thoughtSignature === undefined ? {} : { signature: toSignature('gemini', thoughtSignature) }),
    },
  ];
}

function checkBlocked(provider: string, { blockReason, finishReason }: Received): void {
  if (blockReason === undefined || finishReason !== undefined) return;
  throw new ProviderError(`${provider}: the prompt was blocked (${blockReason}).`, {
    kind: 'content-filtered',
    provider,
  });
}

function joinText(parts: readonly Part[]): string {
  return parts.map(({ text }) => text ?? '').join('');
}

/** The summary of thoughts, and the signature that may come on any part of the answer. */
function fromThoughts(parts: readonly Part[]): ChatResponse['reasoning'] {
  const text = joinText(parts.filter(({ thought }) => thought === true));
  const signed = parts.findLast((part) => part.thoughtSignature !== undefined && part.functionCall === undefined);
  if (text === '' && signed?.thoughtSignature === undefined) return [];
  const signature = signed?.thoughtSignature;
  return [
    { type: 'reasoning', text, ...(signature === undefined ? {} : { signature: toSignature('gemini', signature) }) },
  ];
}

/** Thoughts are counted beside the candidates; tokens of cached input are in the prompt's. */
function fromUsage(usage: UsageMetadata): Usage {
  const reasoningTokens = usage.thoughtsTokenCount ?? 0;
  return {
    inputTokens: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    outputTokens: (usage.candidatesTokenCount ?? 0) + reasoningTokens,
    cachedInputTokens: usage.cachedContentTokenCount ?? 0,
    cacheWriteTokens: 0,
    reasoningTokens,
  };
}

const FILTERED = /SAFETY|RECITATION|BLOCKLIST|PROHIBITED_CONTENT|SPII/;

function fromFinishReason(reason: string, hasCalls: boolean): FinishReason {
  if (FILTERED.test(reason)) return 'content-filter';
  if (reason === 'MAX_TOKENS') return 'length';
  if (reason === 'STOP') return hasCalls ? 'tool-calls' : 'stop';
  return 'other';
}
