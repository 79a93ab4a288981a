import type { ChatResponse } from '../domain/chat.ts';
import type { Target } from '../domain/target.ts';

/** An answer that was accepted, kept to be given again. */
export interface CachedResponse {
  readonly response: ChatResponse;
  /** Who answered, and as which model. */
  readonly accountId: string;
  readonly target: Target;
  /** US dollars of the call; missing where no price is known. */
  readonly costUsd?: number;
  /** Epoch ms. */
  readonly storedAt: number;
}

/**
 * Keeps answers by key. A cache: it may forget whatever it likes, and a run goes on without it when it is away. Promises:
 *
 * - What `find` gives is what was stored last under that key, as it was, and never something of another key.
 * - It keeps within the bounds that it was made with, the newest answers rather than older ones.
 */
export interface ResponseCache {
  readonly name: string;
  /** Of the keys, those whose answer was stored at `since` (epoch ms) or later. */
  find(keys: readonly string[], since: number): Promise<ReadonlyMap<string, CachedResponse>>;
  /** In the place of an older one. */
  store(key: string, cached: CachedResponse): Promise<void>;
  close(): Promise<void>;
}
