import { createWindow, type WindowRules } from './create-window.ts';
import type { Charge, LimitView, Refusal, SimulatedLimits, Window, WindowedLimitName } from './limits.ts';

/** What a vendor counts together: the limits of one account (or organisation) for one family of models. */
export interface QuotaGroup {
  /** Takes the charge from every limit at once and a slot until `release`, or takes nothing and says why. */
  admit(charge: Charge, now: number): Refusal | undefined;
  release(): void;
  view(now: number): readonly LimitView[];
  resize(limits: SimulatedLimits, now: number): void;
}

const WINDOWED: readonly WindowedLimitName[] = [
  'requestsPerSecond',
  'requestsPerMinute',
  'requestsPerDay',
  'tokensPerMinute',
  'tokensPerDay',
  'inputTokensPerMinute',
  'outputTokensPerMinute',
];

export function createQuotaGroup(limits: SimulatedLimits, rules: WindowRules): QuotaGroup {
  const windows = new Map<WindowedLimitName, Window>();
  let maxConcurrent = Infinity;
  let inFlight = 0;

  function setLimit(name: WindowedLimitName, limit: number | undefined, now: number): void {
    const window = windows.get(name);
    if (limit === undefined) windows.delete(name);
    // A rate a second sets the length of its window too, so it starts anew.
    else if (window === undefined || name === 'requestsPerSecond') windows.set(name, createWindow(name, limit, rules));
    else window.resize(limit, now);
  }

  function resize(next: SimulatedLimits, now: number): void {
    maxConcurrent = next.maxConcurrent ?? Infinity;
    for (const name of WINDOWED) setLimit(name, next[name], now);
  }

  function refusals(charge: Charge, now: number): Refusal[] {
    const found: Refusal[] = [];
    if (inFlight >= maxConcurrent) {
      found.push({ limit: 'maxConcurrent', max: maxConcurrent, used: inFlight, requested: 1, retryAfterMs: undefined });
    }
    for (const [name, window] of windows) {
      const requested = charge[name] ?? 0;
      const retryAfterMs = requested === 0 ? 0 : window.waitMs(requested, now);
      if (retryAfterMs === 0) continue;
      const used = Math.max(0, window.limit - window.remaining(now));
      found.push({ limit: name, max: window.limit, used, requested, retryAfterMs });
    }
    return found;
  }

  resize(limits, 0);

  return {
    admit(charge, now) {
      const found = refusals(charge, now);
      if (found.length > 0) return found.reduce((longest, next) => (waitOf(next) > waitOf(longest) ? next : longest));
      for (const [name, window] of windows) {
        const amount = charge[name] ?? 0;
        if (amount > 0) window.take(amount, now);
      }
      inFlight += 1;
      return undefined;
    },
    release() {
      inFlight -= 1;
    },
    view: (now) =>
      [...windows].map(([name, window]) => ({
        name,
        limit: window.limit,
        remaining: window.remaining(now),
        resetMs: window.resetMs(now),
      })),
    resize,
  };
}

function waitOf(refusal: Refusal): number {
  return refusal.retryAfterMs ?? 0;
}
