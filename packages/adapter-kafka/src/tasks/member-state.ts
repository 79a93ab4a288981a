import { decodeMetadata, encodeMetadata } from './group-protocol.ts';
import type { Progress } from './progress.ts';

/** `topic/partition`. */
export type PartitionKey = string;

/** What a worker says of itself when the group assembles. No call starts from then until all know who has what. */
export interface MemberState {
  /** Of this consumer, unique for ever. */
  readonly worker: string;
  /** Of the assembly it took part in last. */
  readonly epoch: number;
  /** Partitions of each topic it takes tasks from. */
  readonly topics: Readonly<Record<string, number>>;
  /** How much it can do beside others; 0 when it takes nothing new. */
  readonly weight: number;
  readonly owned: Readonly<Record<PartitionKey, Progress>>;
  /** Offsets of calls under way, of partitions it has lost meanwhile, too. */
  readonly claims: Readonly<Record<PartitionKey, readonly number[]>>;
}

export function toKey(topic: string, partition: number): PartitionKey {
  return `${topic}/${partition}`;
}

export function fromKey(key: PartitionKey): { readonly topic: string; readonly partition: number } {
  const at = key.lastIndexOf('/');
  return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)) };
}

export function encodeState(state: MemberState): Buffer {
  return encodeMetadata({ topics: Object.keys(state.topics), userData: Buffer.from(JSON.stringify(state)) });
}

/** @returns nothing when it was written by something else than a worker */
export function decodeState(metadata: Buffer): MemberState | undefined {
  try {
    return JSON.parse(decodeMetadata(metadata).userData.toString()) as MemberState;
  } catch {
    return undefined;
  }
}
