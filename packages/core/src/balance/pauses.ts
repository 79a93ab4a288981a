import type { PauseReason } from '../ports/balancer.ts';

export interface Pause {
  readonly reason: PauseReason;
  /** Epoch ms; infinite: until someone ends it. */
  readonly until: number;
}

/** Who must not be called, until when and why: groups, accounts and models by key. */
export interface Pauses {
  get(key: string, now: number): Pause | undefined;
  /** The latest end wins. Without `ms` each pause in a row is twice as long as the one before, from `firstMs` to `mostMs`. */
  set(key: string, reason: PauseReason, now: number, length: PauseLength): void;
  /** A call got through: the next pause starts short again. */
  clear(key: string): void;
}

export interface PauseLength {
  readonly ms?: number | undefined;
  readonly firstMs: number;
  readonly mostMs: number;
}

export function createPauses(random: () => number = Math.random): Pauses {
  const pauses = new Map<string, Pause & { readonly inRow: number }>();
  return {
    get(key, now) {
      const pause = pauses.get(key);
      return pause !== undefined && pause.until > now ? pause : undefined;
    },
    set(key, reason, now, { ms, firstMs, mostMs }) {
      const known = pauses.get(key);
      // Calls that were under way together fail together: that is one refusal, not several.
      const isSame = known !== undefined && known.until > now;
      const inRow = isSame ? known.inRow : (known?.inRow ?? 0) + 1;
      const length = ms ?? Math.min(mostMs, firstMs * 2 ** (inRow - 1)) * (0.75 + random() / 2);
      pauses.set(key, { reason, until: Math.max(known?.until ?? 0, now + length), inRow });
    },
    clear: (key) => void pauses.delete(key),
  };
}
