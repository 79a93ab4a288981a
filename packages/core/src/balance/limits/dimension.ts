import type { Charge, LimitName, WindowModel, WindowModels } from '../../domain/limits.ts';
import { ConcurrencyWindow } from '../windows/concurrency-window.ts';
import { createWindow, guardOf } from '../windows/create-window.ts';
import { SlidingWindow } from '../windows/sliding-window.ts';
import { createSlice, type Window } from '../windows/window.ts';
import { CountedLimit } from './counted-limit.ts';
import type { LimitShape } from './limit-shape.ts';

/** Who says so: the account's owner, the vendor, or nobody: then it is only counted. */
export type LimitSource = 'stated' | 'learned' | 'unknown';

export interface DimensionOptions {
  /** How the vendor counts, by its provider; others are sliding windows. */
  readonly windows: WindowModels;
  /** By the account's owner, who knows better. */
  readonly statedWindows: WindowModels;
  /** For clocks that differ and the way to the vendor, in ms. */
  readonly guardMs: number;
  /** Part of each limit that is ours. */
  readonly share: number;
  /** What the calendar says, in epoch ms. */
  toDate(now: number): number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Counted {
  /** 0: it counts calls under way. */
  readonly windowMs: number;
  of(charge: Charge): number;
}

const COUNTED: Record<LimitName, Counted> = {
  requestsPerSecond: { windowMs: SECOND_MS, of: () => 1 },
  requestsPerMinute: { windowMs: MINUTE_MS, of: () => 1 },
  requestsPerDay: { windowMs: DAY_MS, of: () => 1 },
  tokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.tokens },
  tokensPerDay: { windowMs: DAY_MS, of: (charge) => charge.tokens },
  inputTokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.inputTokens },
  outputTokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.outputTokens },
  maxConcurrent: { windowMs: 0, of: () => 1 },
};

/** One limit of a quota group and what counts towards it. Without a limit it counts, so that something is known when one comes. */
export class Dimension {
  readonly name: LimitName;
  /** Epoch ms: what was taken before is not known. */
  readonly countsFrom: number;
  window: Window;
  source: LimitSource = 'unknown';
  /** All that was ever taken: two readings tell what came between them. */
  taken = 0;
  /** How much longer its windows are, since less than one whole is allowed in the usual one. */
  #stretch = 1;
  #counted: CountedLimit | undefined;
  readonly #options: DimensionOptions;

  constructor(name: LimitName, now: number, options: DimensionOptions) {
    this.name = name;
    this.countsFrom = now;
    this.#options = options;
    this.window =
      name === 'maxConcurrent'
        ? new ConcurrencyWindow(Number.POSITIVE_INFINITY)
        : new SlidingWindow(Number.POSITIVE_INFINITY, COUNTED[name].windowMs, options.guardMs);
  }

  get windowMs(): number {
    return COUNTED[this.name].windowMs * this.#stretch;
  }

  /** What counts of a call. */
  of(charge: Charge): number {
    return COUNTED[this.name].of(charge);
  }

  /** The vendor's own limit, of which a share is ours. */
  setLimit(limit: number, source: LimitSource, now: number): void {
    const { share } = this.#options;
    const ours = Math.max(1, Math.floor(limit * share));
    // Half a call a second is one in two seconds.
    const stretch = Math.max(1, 1 / (limit * share));
    if (this.source !== 'unknown' && this.window.limit === ours && stretch === this.#stretch) return;
    this.#hold(ours, stretch, now);
    this.source = source;
  }

  /** So much of it is ours, as was found out. */
  holdTo(ours: number, now: number): void {
    this.#hold(ours, this.#stretch, now);
    this.source = 'learned';
  }

  /**
   * For a store that counts it for several processes. A bucket that holds less than its limit lets through what it holds in the
   * time in which that flows in: never more than the bucket itself.
   */
  shape(): LimitShape {
    const { name, window, windowMs } = this;
    if (name === 'maxConcurrent') return { name, limit: window.limit };
    const guardMs = guardOf(windowMs, this.#options.guardMs);
    const model = this.#model;
    if (model.type === 'day')
      return { name, limit: window.limit, span: { type: 'day', timeZone: model.timeZone, guardMs } };
    const ms = (windowMs * window.size) / window.limit + guardMs;
    return { name, limit: window.size, span: { type: 'sliding', ms } };
  }

  /** Where the vendor refuses without saying what the limit is. */
  get counted(): CountedLimit {
    this.#counted ??= new CountedLimit(this);
    return this.#counted;
  }

  /** A call was answered; it still counts as under way. */
  onAnswer(now: number): void {
    this.#counted?.onAnswer(now);
  }

  #hold(ours: number, stretch: number, now: number): void {
    const isSame = this.name === 'maxConcurrent' || (this.source !== 'unknown' && stretch === this.#stretch);
    if (isSame) {
      this.window.limit = ours;
      return;
    }
    this.#stretch = stretch;
    const used = this.window.used(now);
    this.window = this.#createWindow(ours);
    if (used > 0) this.window.take(createSlice(used), now);
  }

  get #model(): WindowModel {
    const { windows, statedWindows } = this.#options;
    return statedWindows[this.name] ?? windows[this.name] ?? { type: 'sliding' };
  }

  #createWindow(ours: number): Window {
    const { statedWindows, guardMs, share, toDate } = this.#options;
    const stated = statedWindows[this.name];
    return createWindow(this.#model, ours, {
      windowMs: this.windowMs,
      guardMs,
      share,
      isStated: stated !== undefined,
      toDate,
    });
  }
}
