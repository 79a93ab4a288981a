import type { ChatRequest, ChatResponse, StreamPart } from '../domain/chat.ts';
import type { Charge, Limits } from '../domain/limits.ts';
import { NO_USAGE, type Price, type Usage } from '../domain/usage.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { estimatePrompt } from '../run/estimate-prompt.ts';
import { estimateTokens } from '../defaults/estimate-tokens.ts';
import type { CallContext, Capabilities, Provider, QuotaRules } from '../ports/provider.ts';

/** What a scripted call answers: a text, a whole response, or an error to throw. */
export type ScriptedAnswer = string | Partial<ChatResponse> | Error;

export interface ScriptedCall {
  readonly request: ChatRequest;
  readonly context: CallContext;
  /** Counts the calls of this provider from 0. */
  readonly index: number;
}

export interface ScriptedProviderOptions<Id extends string> {
  readonly id: Id;
  /** Default `scripted-model`. */
  readonly defaultModel?: string;
  /** Called for every call. May be asynchronous; should heed `context.signal` if it takes time. Default: `ok`. */
  readonly answer?: (call: ScriptedCall) => ScriptedAnswer | Promise<ScriptedAnswer>;
  readonly capabilities?: Partial<Capabilities>;
  readonly price?: Price;
  readonly quota?: Partial<QuotaRules>;
}

/** A provider that answers from a function: for tests of apps and of manyhands, without a network. */
export interface ScriptedProvider<Id extends string> extends Provider<Id> {
  /** Calls so far, in the order they came. */
  readonly calls: readonly ScriptedCall[];
  /** Calls that have not ended. */
  readonly underWay: number;
}

export function scriptedProvider<const Id extends string>(options: ScriptedProviderOptions<Id>): ScriptedProvider<Id> {
  const { id, answer = () => 'ok', price, defaultModel = 'scripted-model' } = options;
  const calls: ScriptedCall[] = [];
  let underWay = 0;

  async function generate(request: ChatRequest, context: CallContext): Promise<ChatResponse> {
    const call = { request, context, index: calls.length };
    calls.push(call);
    underWay += 1;
    try {
      if (context.signal.aborted) throw aborted(id);
      const given = await answer(call);
      if (given instanceof Error) throw given;
      return toResponse(request, given);
    } finally {
      underWay -= 1;
    }
  }

  async function* stream(request: ChatRequest, context: CallContext): AsyncGenerator<StreamPart> {
    const response = await generate(request, context);
    for (const text of response.text.match(/[\s\S]{1,16}/g) ?? []) {
      if (context.signal.aborted) throw aborted(id);
      yield { type: 'text', text };
    }
    for (const call of response.toolCalls) yield { type: 'tool-call', call };
    yield { type: 'finish', response };
  }

  return {
    id,
    defaultModel,
    quota: { ...PLAIN_QUOTA, ...options.quota },
    capabilities: () => ({
      jsonOutput: 'schema',
      images: true,
      tools: true,
      contextTokens: 128_000,
      maxOutputTokens: 8_000,
      ...options.capabilities,
    }),
    price: () => price,
    generate,
    stream,
    calls,
    get underWay() {
      return underWay;
    },
  };
}

/** Input and output count when the call starts, and are corrected when it ends. */
const PLAIN_QUOTA: QuotaRules = {
  family: (model) => model,
  reserve: ({ inputTokens, outputTokens }) => toCharge(inputTokens, outputTokens),
  settle: (usage) => toCharge(usage.inputTokens, usage.outputTokens),
  windows: {},
  derive: (limits: Limits) => limits,
};

function toCharge(inputTokens: number, outputTokens: number): Charge {
  return { inputTokens, outputTokens, tokens: inputTokens + outputTokens };
}

function aborted(provider: string): ProviderError {
  return new ProviderError('The call was aborted.', { kind: 'aborted', provider });
}

function toResponse(request: ChatRequest, given: string | Partial<ChatResponse>): ChatResponse {
  const {
    text = '',
    usage = estimateUsage(request, text),
    ...rest
  } = typeof given === 'string' ? { text: given } : given;
  return {
    model: request.model,
    text,
    toolCalls: [],
    reasoning: [],
    usage,
    finishReason: 'stop',
    limits: [],
    ...rest,
  };
}

function estimateUsage(request: ChatRequest, text: string): Usage {
  return { ...NO_USAGE, inputTokens: estimatePrompt(request), outputTokens: estimateTokens(text) };
}
