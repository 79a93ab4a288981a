import {
  type ChatResponse,
  type FinishReason,
  type LimitObservation,
  NO_USAGE,
  ProviderError,
  type ToolCallPart,
  type Usage,
} from '@manyhands/core';
import type OpenAI from 'openai';
import { readToolCall } from './read-tool-call.ts';

/** Reasoning text: DeepSeek, Qwen and vLLM say `reasoning_content`, Ollama and OpenRouter `reasoning`. */
export interface ReasoningFields {
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
}

/** What a whole answer, or all the chunks of a stream together, said. */
export interface Answer {
  readonly model: string;
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly calls: readonly RawToolCall[];
  readonly finishReason: string;
  readonly usage: OpenAI.CompletionUsage | null | undefined;
}

export interface RawToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** @throws ProviderError `invalid-response` when it is no chat completion. */
export function fromResponse(
  provider: string,
  completion: OpenAI.ChatCompletion,
  limits: readonly LimitObservation[],
): ChatResponse {
  const choice = (completion as Partial<OpenAI.ChatCompletion> | undefined)?.choices?.[0];
  if (choice?.message == null) {
    throw new ProviderError(`${provider} answered with something that is no chat completion. Check its base URL.`, {
      kind: 'invalid-response',
      provider,
    });
  }
  const { message } = choice;
  const calls = (message.tool_calls ?? []).flatMap((call) =>
    call.type === 'custom' ? [] : [{ id: call.id, name: call.function.name, arguments: call.function.arguments }],
  );
  const answer = {
    model: completion.model,
    text: message.content ?? '',
    reasoning: reasoningOf(message as ReasoningFields),
    refusal: message.refusal ?? '',
    calls,
    finishReason: choice.finish_reason,
    usage: completion.usage,
  };
  return toResponse(provider, answer, limits);
}

export function toResponse(provider: string, answer: Answer, limits: readonly LimitObservation[]): ChatResponse {
  const toolCalls = answer.calls.flatMap((call) => readCompleteCall(provider, call, answer.finishReason));
  return {
    model: answer.model,
    text: answer.text === '' ? answer.refusal : answer.text,
    toolCalls,
    reasoning: answer.reasoning === '' ? [] : [{ type: 'reasoning', text: answer.reasoning }],
    usage: toUsage(answer.usage),
    finishReason: answer.refusal === '' ? toFinishReason(provider, answer.finishReason, toolCalls) : 'content-filter',
    limits: [...limits],
  };
}

export function reasoningOf(fields: ReasoningFields): string {
  return fields.reasoning_content ?? fields.reasoning ?? '';
}

/** The last call of an answer that ran into its bound is cut: it is left out. */
function readCompleteCall(provider: string, call: RawToolCall, finishReason: string): readonly ToolCallPart[] {
  try {
    return [readToolCall(provider, call)];
  } catch (error) {
    if (finishReason === 'length') return [];
    throw error;
  }
}

function toFinishReason(provider: string, reason: string, calls: readonly ToolCallPart[]): FinishReason {
  switch (reason) {
    case 'stop':
      // A forced tool, and some servers always, end with `stop`.
      return calls.length > 0 ? 'tool-calls' : 'stop';
    case 'tool_calls':
    case 'function_call':
      return 'tool-calls';
    case 'length':
      return 'length';
    case 'content_filter':
      return 'content-filter';
    case 'insufficient_system_resource': {
      // DeepSeek broke the answer off: api-docs.deepseek.com/api/create-chat-completion.
      const message = `${provider} broke the answer off for want of capacity. It will be tried again.`;
      throw new ProviderError(message, { kind: 'overloaded', provider });
    }
    default:
      return 'other';
  }
}

/** DeepSeek states cached tokens beside the details, as `prompt_cache_hit_tokens`. */
function toUsage(usage: (OpenAI.CompletionUsage & { prompt_cache_hit_tokens?: number }) | null | undefined): Usage {
  if (usage == null) return NO_USAGE;
  const { prompt_tokens_details: input, completion_tokens_details: output } = usage;
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    cachedInputTokens: input?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0,
    cacheWriteTokens: input?.cache_write_tokens ?? 0,
    reasoningTokens: output?.reasoning_tokens ?? 0,
  };
}
