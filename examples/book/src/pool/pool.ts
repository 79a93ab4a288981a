import type { AccountInput, PriceTable, Provider, Settings } from '@manyhands/core';

/** What a vendor's side, or else this side, counted of one account. */
export interface AccountTally {
  readonly accountId: string;
  readonly accepted: number;
  readonly refused: number;
}

/** Who does the work. */
export interface Pool {
  readonly kind: 'vendors' | 'ollama' | 'simulated';
  /** One sentence for every output. */
  readonly notice: string;
  readonly planner: { readonly provider: string; readonly model: string };
  readonly providers: readonly Provider[];
  readonly accounts: readonly AccountInput[];
  readonly prices?: PriceTable;
  readonly settings?: Partial<Settings>;
  /** As counted by the vendors; only simulated ones tell. */
  tallies?(): readonly AccountTally[];
  close(): Promise<void>;
}
