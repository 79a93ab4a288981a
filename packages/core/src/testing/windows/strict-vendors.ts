import type { WindowView } from '../../balance/windows/window.ts';

/** Counts as a vendor does, with every call on its own, knowing nothing of how a client does it. Times never go back. */
export interface StrictVendor {
  /** A call comes in. `false`: it is refused. */
  arrives(amount: number, at: number): boolean;
  /** What it says of its limit. */
  view(at: number): WindowView;
}

export function slidingVendor(limit: number, windowMs: number): StrictVendor {
  const taken: { readonly at: number; readonly amount: number }[] = [];
  const counted = (at: number) => taken.filter((call) => call.at > at - windowMs);
  const used = (at: number) => counted(at).reduce((sum, { amount }) => sum + amount, 0);
  return {
    arrives(amount, at) {
      if (used(at) + amount > limit + 1e-6) return false;
      taken.push({ at, amount });
      return true;
    },
    view(at) {
      const last = counted(at).at(-1);
      return {
        limit,
        remaining: Math.floor(limit - used(at)),
        resetMs: last === undefined ? 0 : last.at + windowMs - at,
      };
    },
  };
}

export function bucketVendor(limit: number, windowMs: number, burst = limit): StrictVendor {
  let level = burst;
  let last = Number.NaN;
  const fill = (at: number) => {
    if (!Number.isNaN(last)) level = Math.min(burst, level + ((at - last) * limit) / windowMs);
    last = at;
  };
  return {
    arrives(amount, at) {
      fill(at);
      if (amount > level + 1e-6) return false;
      level -= amount;
      return true;
    },
    view(at) {
      fill(at);
      return { limit, remaining: Math.floor(level + 1e-6), resetMs: Math.ceil(((burst - level) * windowMs) / limit) };
    },
  };
}

/** @param phaseMs when its windows start, after whole windows since the epoch */
export function fixedVendor(limit: number, windowMs: number, phaseMs: number): StrictVendor {
  const used = new Map<number, number>();
  const windowOf = (at: number) => Math.floor((at - phaseMs) / windowMs);
  return {
    arrives(amount, at) {
      const sum = (used.get(windowOf(at)) ?? 0) + amount;
      if (sum > limit + 1e-6) return false;
      used.set(windowOf(at), sum);
      return true;
    },
    view(at) {
      const resetMs = (windowOf(at) + 1) * windowMs + phaseMs - at;
      return { limit, remaining: Math.floor(limit - (used.get(windowOf(at)) ?? 0)), resetMs: Math.ceil(resetMs) };
    },
  };
}

/** @param clockAheadMs how far the vendor's clock is ahead of ours; negative: behind */
export function dayVendor(limit: number, timeZone: string, clockAheadMs: number): StrictVendor {
  const used = new Map<string, number>();
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const dayOf = (at: number) => format.format(at + clockAheadMs);
  return {
    arrives(amount, at) {
      const sum = (used.get(dayOf(at)) ?? 0) + amount;
      if (sum > limit + 1e-6) return false;
      used.set(dayOf(at), sum);
      return true;
    },
    view: (at) => ({ limit, remaining: limit - (used.get(dayOf(at)) ?? 0), resetMs: 0 }),
  };
}
