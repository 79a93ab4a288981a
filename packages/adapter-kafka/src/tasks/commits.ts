import type { Clock } from '@manyhands/core';
import type { OffsetCommit } from '../client/kafka-client.ts';
import { fromKey, type PartitionKey } from './member-state.ts';
import { encodeProgress, type Progress } from './progress.ts';

export interface CommitsOptions {
  readonly clock: Clock;
  /** Of a partition that is read here. */
  progress(key: PartitionKey): Progress | undefined;
  commit(offsets: OffsetCommit): Promise<void>;
}

/** Commits what is done, a little later and together. What cannot be committed is, with what is done until then. */
export interface Commits {
  touch(key: PartitionKey): void;
  /** All of it now. */
  flush(): Promise<void>;
  stop(): void;
}

/** What ended so shortly before a worker was killed is done again. */
const DELAY_MS = 20;

export function createCommits({ clock, progress, commit }: CommitsOptions): Commits {
  const touched = new Set<PartitionKey>();
  const last = new Map<PartitionKey, string>();
  let clearTimer: (() => void) | undefined;
  let committing: Promise<void> = Promise.resolve();

  function touch(key: PartitionKey): void {
    touched.add(key);
    clearTimer ??= clock.setTimer(
      () => {
        clearTimer = undefined;
        void flush();
      },
      DELAY_MS,
      { background: true },
    );
  }

  function flush(): Promise<void> {
    committing = committing.then(commitTouched);
    return committing;
  }

  async function commitTouched(): Promise<void> {
    const changed = [...touched].flatMap((key) => {
      const done = progress(key);
      if (done === undefined) return [];
      const metadata = encodeProgress(done);
      if (done.next === 0 && metadata === '') return [];
      const text = `${done.next} ${metadata}`;
      return text === last.get(key) ? [] : [{ key, text, offset: String(done.next), metadata }];
    });
    touched.clear();
    if (changed.length === 0) return;
    try {
      await commit(toOffsets(changed));
      for (const { key, text } of changed) last.set(key, text);
    } catch {
      for (const { key } of changed) touch(key);
    }
  }

  return { touch, flush, stop: () => clearTimer?.() };
}

type Changed = { readonly key: PartitionKey; readonly offset: string; readonly metadata: string };

function toOffsets(changed: readonly Changed[]): OffsetCommit {
  const byTopic = Map.groupBy(changed, ({ key }) => fromKey(key).topic);
  const topics = [...byTopic].map(([topic, partitions]) => ({
    topic,
    partitions: partitions.map(({ key, offset, metadata }) => ({
      partition: fromKey(key).partition,
      offset,
      metadata,
    })),
  }));
  return { topics };
}
