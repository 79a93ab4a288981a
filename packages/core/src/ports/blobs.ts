/** Which blobs may go: those that nobody put since. */
export interface BlobPruneRequest {
  /** Epoch ms. Those of messages that may still be under way must stay: take off what the topics keep. */
  readonly putBefore: number;
  /** Of one step, so that it holds nobody up. */
  readonly maxBlobs: number;
}

/**
 * Keeps texts that are too large to travel, each under an address made of its content. Promises:
 *
 * - A `put` that resolved survives `kill -9`, and every process that shares the place can `get` it: all of it or nothing.
 * - The same text has the same address, and is kept once. Putting it again makes it young again.
 * - `get` gives the text as it was; one that is not there rejects with `MANYHANDS_BLOB_MISSING`, one that is not as it was with
 *   `MANYHANDS_BLOB_DAMAGED`.
 */
export interface Blobs {
  readonly name: string;
  /** Resolves with the address. */
  put(text: string): Promise<string>;
  get(address: string): Promise<string>;
  /** Removes blobs, one step's worth; resolves with how many. Fewer than `maxBlobs`: there are no more. */
  prune(request: BlobPruneRequest): Promise<number>;
}
