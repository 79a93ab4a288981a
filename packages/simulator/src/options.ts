import { z } from 'zod';
import type { Fault } from './faults/fault.ts';
import type { SimulatedLimits, WindowModel } from './limits/limits.ts';
import type { Model } from './models/model.ts';
import { VENDORS, type Vendor } from './vendor.ts';

/** When the first token of an answer comes and how fast the others follow. Zero and `Infinity` answer at once. */
export interface Latency {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
  /** Each time varies by up to this share of itself, by the seed. Default 0.2. */
  readonly jitter?: number;
}

export type RetryAfterForm = 'seconds' | 'date' | 'none';

/** One account at one simulated vendor, known by its key. */
export interface SimulatedAccount {
  readonly vendor: Vendor;
  readonly key: string;
  /** Its name in counts and faults. Default: the vendor and a number. */
  readonly id?: string;
  readonly limits?: SimulatedLimits;
  /** Limits of single model families, before `limits`. */
  readonly limitsByFamily?: Readonly<Record<string, SimulatedLimits>>;
  /** Accounts that state the same one share their limits. Default: the account's id. */
  readonly quotaGroup?: string;
  /** How its limits refill. Default: the simulator's `window`. */
  readonly window?: WindowModel;
  /** Before the latency of its vendor. */
  readonly latency?: Latency;
}

/** What a vendor offers. Without a list every model's name is served. */
export interface SimulatedModel {
  readonly name: string;
  /** Longer input is refused. Default: no bound. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** Does the work in place of the default, which reads the text and the schema. */
  readonly answer?: Model;
}

export interface SimulatorOptions {
  readonly accounts: readonly SimulatedAccount[];
  readonly models?: { readonly [vendor in Vendor]?: readonly SimulatedModel[] };
  /** Of all vendors, or of each. Default: answers at once. */
  readonly latency?: Latency | { readonly [vendor in Vendor]?: Latency };
  readonly faults?: readonly Fault[];
  /** Default `sliding`, the strictest. */
  readonly window?: WindowModel;
  /** How long a vendor's minute lasts, in ms. Seconds shrink with it, and what is said about waiting. Default 60,000. */
  readonly windowMs?: number;
  /** How long a vendor's day lasts, in ms. Default: to midnight where the vendor is. */
  readonly dayMs?: number;
  /** How far the vendors' clocks are ahead of this machine's, in ms; negative: behind. Default 0. */
  readonly clockOffsetMs?: number;
  /** How `retry-after` is written. Default `seconds`, as OpenAI and Anthropic do; the others send none. */
  readonly retryAfter?: RetryAfterForm;
  /** For jitter and the chance of faults. Default 1. */
  readonly seed?: number;
  /** Epoch ms, never going backwards. Windows are measured by it; answers are delayed by real timers. */
  readonly clock?: { now(): number };
}

const positive = z.number().positive();
const limits = z.strictObject({
  requestsPerSecond: positive.optional(),
  requestsPerMinute: positive.optional(),
  requestsPerDay: positive.optional(),
  tokensPerMinute: positive.optional(),
  tokensPerDay: positive.optional(),
  inputTokensPerMinute: positive.optional(),
  outputTokensPerMinute: positive.optional(),
  maxConcurrent: z.number().int().positive().optional(),
});

const checked = z.looseObject({
  accounts: z.array(
    z.looseObject({
      vendor: z.enum(VENDORS),
      key: z.string().min(1),
      limits: limits.optional(),
      limitsByFamily: z.record(z.string(), limits).optional(),
    }),
  ),
  windowMs: positive.optional(),
  dayMs: positive.optional(),
});

/** @throws TypeError naming the field that is wrong. */
export function checkOptions({ accounts, windowMs, dayMs }: SimulatorOptions): void {
  const result = checked.safeParse({ accounts, windowMs, dayMs });
  if (!result.success) throw new TypeError(`createSimulator: ${z.prettifyError(result.error)}`);
  for (const field of ['key', 'id'] as const) checkUnique(accounts, field);
}

/** @throws TypeError */
export function checkLimits(value: SimulatedLimits): void {
  const result = limits.safeParse(value);
  if (!result.success) throw new TypeError(`setLimits: ${z.prettifyError(result.error)}`);
}

function checkUnique(accounts: readonly SimulatedAccount[], field: 'key' | 'id'): void {
  const seen = new Set<string>();
  for (const { vendor, [field]: value } of accounts) {
    if (value === undefined) continue;
    const name = field === 'key' ? `${vendor} ${value}` : value;
    if (seen.has(name)) throw new TypeError(`createSimulator: two accounts have one ${field}; give each its own.`);
    seen.add(name);
  }
}
