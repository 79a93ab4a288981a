import type { LimitSpan } from '../../ports/limit-store.ts';
import { createMidnight } from './midnight.ts';

const midnights = new Map<string, (now: number) => number>();

/**
 * Epoch ms until which something taken `now` counts. What is taken so shortly before midnight that the vendor may see it after
 * counts for the new day too.
 */
export function spanEnd(span: LimitSpan, now: number): number {
  if (span.type === 'sliding') return now + span.ms;
  const nextMidnight = midnights.get(span.timeZone) ?? createMidnight(span.timeZone);
  midnights.set(span.timeZone, nextMidnight);
  return nextMidnight(now + span.guardMs) + span.guardMs;
}
