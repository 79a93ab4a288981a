import { LIMIT_NAMES, type Charge, type LimitName, type Limits } from '../domain/limits.ts';
import type { QuotaRules } from '../ports/provider.ts';
import { createAdaptiveConcurrency, type AdaptiveConcurrency } from './adaptive-concurrency.ts';
import { createWindow, type Slice, type Window } from './windows/window.ts';

/** What the vendor counts together: an account, or several of one organisation, × a model family. */
export interface QuotaGroup {
  readonly key: string;
  readonly family: string;
  readonly inFlight: number;
  /** Epoch ms when the charge fits in every dimension; `now` if it fits now, infinite while only the end of a call can help. */
  earliest(charge: Charge, now: number): number;
  /** How full the tightest dimension is with this charge: 0 to 1 and, for a charge beyond a limit, more. */
  fill(charge: Charge, now: number): number;
  reserve(charge: Charge, now: number): Reservation;
  /** The vendor says so, or the owner. */
  setLimit(name: LimitName, limit: number, source: 'stated' | 'learned'): void;
  /** The vendor has counted this much that we have not: other programs use the key. */
  addForeign(name: LimitName, amount: number, now: number): void;
  used(name: LimitName, now: number): number;
  readonly concurrency: AdaptiveConcurrency;
  limits(now: number): readonly LimitView[];
}

export interface LimitView {
  readonly name: LimitName;
  readonly limit: number;
  readonly used: number;
  readonly source: 'stated' | 'learned';
}

/** All dimensions of one call, taken together. */
export interface Reservation {
  restamp(now: number): void;
  /** The call has ended and took this. */
  settle(charge: Charge, now: number): void;
  /** The call never reached the vendor. */
  release(now: number): void;
  /** The call has ended, and nobody knows what the vendor counted: it stays as reserved. */
  keep(): void;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type WindowName = Exclude<LimitName, 'maxConcurrent'>;
const DIMENSIONS: Record<WindowName, { readonly windowMs: number; readonly of: (charge: Charge) => number }> = {
  requestsPerSecond: { windowMs: SECOND_MS, of: () => 1 },
  requestsPerMinute: { windowMs: MINUTE_MS, of: () => 1 },
  requestsPerDay: { windowMs: DAY_MS, of: () => 1 },
  tokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.tokens },
  tokensPerDay: { windowMs: DAY_MS, of: (charge) => charge.tokens },
  inputTokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.inputTokens },
  outputTokensPerMinute: { windowMs: MINUTE_MS, of: (charge) => charge.outputTokens },
};

interface Dimension {
  readonly name: WindowName;
  readonly window: Window;
  readonly of: (charge: Charge) => number;
  source: 'stated' | 'learned';
  /** How much longer its window is, since less than one whole is allowed in the usual one. */
  readonly stretch: number;
}

export interface QuotaGroupOptions {
  readonly key: string;
  readonly family: string;
  readonly limits: Limits;
  readonly rules: QuotaRules;
  /** Part of each limit that is ours. */
  readonly share: number;
  /** For clocks that differ and the way to the vendor, in ms. */
  readonly guardMs: number;
}

export function createQuotaGroup({ key, family, limits, rules, share, guardMs }: QuotaGroupOptions): QuotaGroup {
  const dimensions = new Map<WindowName, Dimension>();
  const concurrency = createAdaptiveConcurrency();
  let inFlight = 0;

  const stated = { ...rules.derive?.(limits), ...limits };
  for (const name of LIMIT_NAMES) {
    const limit = stated[name];
    if (limit !== undefined) setLimit(name, limit, 'stated');
  }

  function setLimit(name: LimitName, limit: number, source: 'stated' | 'learned'): void {
    const ours = Math.max(1, Math.floor(limit * share));
    if (name === 'maxConcurrent') return concurrency.setLimit(ours, source);
    const { windowMs, of } = DIMENSIONS[name];
    // Half a call a second is one in two seconds.
    const stretch = Math.max(1, 1 / (limit * share));
    const known = dimensions.get(name);
    if (known?.stretch === stretch) {
      if (known.window.limit === ours) return;
      known.window.limit = ours;
      known.source = source;
      return;
    }
    const window = createWindow(rules.windows[name] ?? { type: 'sliding' }, ours, windowMs * stretch, guardMs);
    dimensions.set(name, { name, window, of, source, stretch });
  }

  function bound(): number {
    return concurrency.bound(dimensions.size === 0);
  }

  function earliest(charge: Charge, now: number): number {
    if (inFlight >= bound()) return Number.POSITIVE_INFINITY;
    let at = now;
    for (const { window, of } of dimensions.values()) at = Math.max(at, window.earliest(of(charge), now));
    return at;
  }

  function fill(charge: Charge, now: number): number {
    let highest = (inFlight + 1) / bound();
    for (const { window, of } of dimensions.values()) {
      highest = Math.max(highest, (window.used(now) + of(charge)) / window.limit);
    }
    return highest;
  }

  function reserve(charge: Charge, now: number): Reservation {
    inFlight += 1;
    const taken = [...dimensions.values()].map(({ window, of }) => ({
      window,
      of,
      slice: window.take(of(charge), now),
    }));
    let isOpen = true;
    const end = (correct: (part: { window: Window; of: (charge: Charge) => number; slice: Slice }) => void) => {
      if (!isOpen) return;
      isOpen = false;
      inFlight -= 1;
      taken.forEach(correct);
    };
    return {
      restamp: (at) => taken.forEach(({ window, slice }) => window.restamp(slice, at)),
      settle: (real, at) => end(({ window, of, slice }) => window.correct(slice, of(real), at)),
      release: (at) => end(({ window, slice }) => window.correct(slice, 0, at)),
      keep: () => end(() => {}),
    };
  }

  function limitViews(now: number): readonly LimitView[] {
    const views: LimitView[] = [...dimensions.values()].map(({ name, window, source }) => ({
      name,
      limit: window.limit,
      used: window.used(now),
      source,
    }));
    const { limit } = concurrency;
    if (limit !== undefined) {
      views.push({ name: 'maxConcurrent', limit: limit.value, used: inFlight, source: limit.source });
    }
    return views;
  }

  return {
    key,
    family,
    get inFlight() {
      return inFlight;
    },
    earliest,
    fill,
    reserve,
    setLimit,
    addForeign: (name, amount, now) => void dimensions.get(name as WindowName)?.window.take(amount, now),
    used: (name, now) => dimensions.get(name as WindowName)?.window.used(now) ?? inFlight,
    concurrency,
    limits: limitViews,
  };
}
