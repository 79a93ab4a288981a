/** A group of which no limit is known starts with this many calls at once. */
const FIRST = 16;

/**
 * How many calls of a group may be under way. Where a limit is known it is that. Where nothing at all is known of a group the
 * bound is sought: every answer allows one more, every refusal halves it (additive increase, multiplicative decrease, as TCP).
 */
export interface AdaptiveConcurrency {
  readonly limit: { readonly value: number; readonly source: 'stated' | 'learned' } | undefined;
  setLimit(value: number, source: 'stated' | 'learned'): void;
  /** @param isUnknown no other limit of the group is known */
  bound(isUnknown: boolean): number;
  onAnswer(): void;
  onRefusal(inFlight: number): void;
}

export function createAdaptiveConcurrency(): AdaptiveConcurrency {
  let limit: AdaptiveConcurrency['limit'];
  let sought = FIRST;
  /** Set once refused: from then on the sought bound counts whatever else is known. */
  let wasRefused = false;
  return {
    get limit() {
      return limit;
    },
    setLimit(value, source) {
      limit = { value, source };
    },
    bound(isUnknown) {
      if (limit !== undefined) return wasRefused ? Math.min(limit.value, sought) : limit.value;
      return isUnknown ? sought : Number.POSITIVE_INFINITY;
    },
    onAnswer() {
      sought += wasRefused ? 1 / sought : 1;
    },
    onRefusal(inFlight) {
      wasRefused = true;
      sought = Math.max(1, Math.floor(Math.max(1, inFlight) / 2));
    },
  };
}
