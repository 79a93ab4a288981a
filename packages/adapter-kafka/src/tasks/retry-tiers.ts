import type { IncomingMessage } from '../client/kafka-client.ts';
import { HEADER, readHeader } from '../envelope/headers.ts';

/**
 * Where tasks wait that are put off. All in a tier wait equally long, so that none waits behind a longer one; then they go on to
 * the next shorter tier, and the rest, shorter than the shortest, in the queue of their route, by their header.
 */
const TIERS_MS = [5_000, 60_000, 600_000];

export const RETRY_TIERS: readonly number[] = TIERS_MS;

/** The longest that is not too long. */
export function tierFor(delayMs: number): number | undefined {
  return TIERS_MS.findLast((tierMs) => tierMs <= delayMs);
}

/** Epoch ms before which it is not delivered; 0 when it does not matter. */
export function dueAtOf(record: IncomingMessage): number {
  return Number(readHeader(record, HEADER.due) ?? 0);
}
