import type { OfferedGroup } from '@manyhands/core';
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
  /** Routes by topic. */
  readonly routes: Readonly<Record<string, string>>;
  /** 0 when it takes nothing new. */
  readonly weight: number;
  /** Quota groups that it could use. */
  readonly groups: readonly OfferedGroup[];
  /** Groups that its calls went to: epoch ms from which another may use them as if none had; `null`: it will tell. */
  readonly used: Readonly<Record<string, number | null>>;
  /** Workers by quota group, as of that assembly. */
  readonly owners: Readonly<Record<string, string>>;
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
