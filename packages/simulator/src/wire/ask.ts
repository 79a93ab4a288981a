import type { JsonObject } from '../json.ts';

/** A request as every vendor's wire format says it, read into one shape. */
export interface Ask {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly AskMessage[];
  readonly images: number;
  readonly tools: readonly AskTool[];
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string };
  /** The schema the answer must have. */
  readonly schema?: JsonObject | undefined;
  /** A JSON object is asked for, of whatever shape the prompt says. */
  readonly isJson: boolean;
  readonly maxOutputTokens?: number | undefined;
  readonly stop: readonly string[];
  readonly isStream: boolean;
  /** OpenAI and its likes send usage in a stream only when asked. */
  readonly streamsUsage: boolean;
  readonly reasons: boolean;
  /** Text whose reuse the caller wants cached; `undefined` where the vendor caches by itself. */
  readonly cachePrefix?: string | undefined;
}

export interface AskMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
}

export interface AskTool {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}
