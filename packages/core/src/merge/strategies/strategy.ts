import type { Json } from '../../domain/json.ts';
import type { Citation, Conflict } from '../../domain/merged.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { MergeResult } from '../results.ts';

/** What is known of an output beside itself. */
export interface MergeNotes {
  readonly citations: Citation[];
  readonly conflicts: Conflict[];
}

export interface StrategyRequest {
  readonly context: RunContext;
  readonly round: number;
  /** Of what is made: a field's name, or `output`. */
  readonly name: string;
  /** For a model, how to combine. */
  readonly instruction: string | null;
  /** Grows by what the strategy notes. */
  readonly notes: MergeNotes;
}

/** Makes one value of results that are in order. */
export type Strategy = (results: readonly MergeResult[], request: StrategyRequest) => Json | Promise<Json>;
