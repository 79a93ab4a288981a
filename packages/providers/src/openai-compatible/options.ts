import type { Capabilities } from '@manyhands/core';

/** Options that the factories of vendors with OpenAI's wire format share. */
export interface OpenAiCompatibleOptions<Id extends string, Model extends string> {
  /** The provider's name in targets such as `openai:gpt-5-mini`. Default: the vendor's name. */
  readonly id?: Id;
  /** Another server than the vendor's own, up to the part before `/chat/completions`. An account's own comes first. */
  readonly baseUrl?: string;
  /** Serves the provider's own route and `any`. */
  readonly defaultModel?: Model;
  /** What the models behind `baseUrl` can do, where it differs from what the provider assumes. */
  readonly capabilities?: Partial<Capabilities>;
  /** Sent with every request, e.g. a gateway's own. Never put a key here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces the global `fetch`, e.g. one that goes through a proxy. */
  readonly fetch?: typeof globalThis.fetch;
}
