import type { ChatRequest, ChatResponse, StreamPart } from '../domain/chat.ts';
import type { CallEstimate, Charge, Limits, WindowModels } from '../domain/limits.ts';
import type { Secret } from '../domain/secret.ts';
import type { Price, Usage } from '../domain/usage.ts';

/** What the worker hands to a provider beside the request. */
export interface CallContext {
  readonly apiKey: Secret;
  /** Aborts the vendor's socket. */
  readonly signal: AbortSignal;
  /** The account's own server, before the provider's. */
  readonly baseUrl?: string;
}

/** What a model can do. Unknown models are taken to have everything and a context of `contextTokens`. */
export interface Capabilities {
  /** How a JSON answer can be had: `schema` enforced by the vendor, `json` valid JSON only, `prompt` by asking. */
  readonly jsonOutput: 'schema' | 'json' | 'prompt';
  readonly images: boolean;
  readonly tools: boolean;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
}

/** How a vendor counts: the facts behind a quota group. */
export interface QuotaRules {
  /** Models of one family share one set of limits. */
  family(model: string): string;
  /** What the vendor takes when the call starts (or what is safe to assume that it takes). */
  reserve(estimate: CallEstimate): Charge;
  /** What the call has taken in the end. Some vendors never give back what they `reserved` for a long answer. */
  settle(usage: Usage, reserved: Charge): Charge;
  /** Of each limit named; others are `sliding`. */
  windows: WindowModels;
  /** Limits that follow from stated ones, e.g. DashScope's RPM/60 per second. */
  derive?(limits: Limits): Limits;
}

/**
 * An adapter to one vendor's API. Promises: one call of `generate` or `stream` is at most one HTTP request that reaches a
 * model (no retries inside); only `ProviderError` is thrown; an abort closes the socket; a complete stream ends with
 * exactly one `finish` part and one that was cut throws; usage and limits are what the vendor said; the API key appears in
 * no error, message or URL.
 */
export interface Provider<Id extends string = string, Model extends string = string> {
  readonly id: Id;
  /** Only for the type of `model`; never read. */
  readonly modelType?: Model;
  /** Serves the provider's own route and `any` unless the app names others. Without it the provider has no route by default. */
  readonly defaultModel?: Model;
  readonly quota: QuotaRules;
  capabilities(model: string): Capabilities;
  /** The vendor's list price of the model; `undefined` when not known. */
  price(model: string): Price | undefined;
  /** What one call cost; used instead of `price` where the vendor's prices have steps or discounts. */
  cost?(model: string, usage: Usage): number | undefined;
  /** Loads what the first call would load, e.g. an SDK, so that no time passes between leave and the call. */
  load?(): Promise<void>;
  generate(request: ChatRequest, context: CallContext): Promise<ChatResponse>;
  stream(request: ChatRequest, context: CallContext): AsyncIterable<StreamPart>;
}
