import type { Limits, WindowModel } from '@manyhands/core';
import type { Simulator, Vendor } from '@manyhands/simulator';

/** An account as its owner states it, to every contender alike. */
export interface BenchAccount {
  readonly id: string;
  readonly vendor: Vendor;
  readonly key: string;
  readonly model: string;
  readonly limits: Limits;
  /** Of its requests a minute: a token bucket of this size. Default: as the vendor usually counts. */
  readonly burst?: number;
}

export interface BenchTask {
  readonly text: string;
  /** As a contender estimates them before the call. */
  readonly estimatedTokens: number;
}

/** One setting that all contenders are put through, each on simulated vendors of its own. */
export interface BalanceCase {
  readonly name: string;
  readonly accounts: readonly BenchAccount[];
  /** How the vendors' counters refill; of accounts with a `burst` it is a bucket of that size. */
  readonly window: 'sliding' | 'bucket';
  readonly tasks: readonly BenchTask[];
  /** How long every answer takes. */
  readonly answerMs: number;
  /** What goes wrong, and when. */
  readonly disturbances?: readonly Disturbance[];
  /** The least time that the true limits allow for what was done, from the start of the first call to the end of the last. */
  idealMs(charged: Charged): number;
  /** The contender with the aims, and what they are. */
  readonly aims: Aims;
}

export interface Disturbance {
  readonly atMs: number;
  strike(simulator: Simulator): void;
}

/** What was done, and what the vendors took for it. */
export interface Charged {
  readonly calls: number;
  readonly inputTokens: number;
}

export interface Aims {
  /** Time ÷ ideal at most. */
  readonly ratio?: number;
  /** Refused calls at most. */
  readonly refused: number;
  /** These accounts, which nothing happens to, start at least this share of the calls their limits allow. */
  readonly kept?: { readonly share: number; readonly accounts: readonly string[]; readonly supply: Supply };
}

/** The most of something that can have started `atMs` after the start. */
export type Supply = (atMs: number) => number;

/** What every answer may be at most, in tokens: OpenAI takes it when the call starts. */
export const MAX_OUTPUT_TOKENS = 16;

/** The model each vendor's accounts are asked for. */
export const MODELS: Readonly<Record<Vendor, string>> = {
  openai: 'gpt-5-mini',
  anthropic: 'claude-haiku-4-5',
  gemini: 'gemini-3.1-flash-lite',
  deepseek: 'deepseek-v4-flash',
  qwen: 'qwen-plus',
};

/** So many accounts that are alike. */
export function accountsOf(
  vendor: Vendor,
  count: number,
  limits: Limits,
  more: Pick<BenchAccount, 'burst'> = {},
): readonly BenchAccount[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${vendor}-${index + 1}`;
    return { id, vendor, key: `key-${id}`, model: MODELS[vendor], limits, ...more };
  });
}

/** How an account's counters refill, for the vendor and for the contenders that ask. */
export function windowOf({ burst }: BenchAccount): WindowModel | undefined {
  return burst === undefined ? undefined : { type: 'bucket', burst };
}
