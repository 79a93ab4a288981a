import type { Json } from '../json.ts';
import type { Ask } from '../wire/ask.ts';

/** What a model thinks of; length, stop sequences and usage are seen to afterwards. */
export interface Draft {
  readonly text: string;
  readonly toolCalls?: readonly { readonly name: string; readonly input: Json }[];
}

/** A model of a simulated vendor: the same ask has the same answer. */
export type Model = (ask: Ask) => Draft;
