import type { PoolStatus, Run } from '@manyhands/core';
import { toFrame } from '../live/frame.ts';
import type { View } from '../live/view.ts';
import { createRecorder } from './create-recorder.ts';
import type { RunRecord } from './run-record.ts';

const TICK_MS = 200;

export interface Watch {
  readonly record: RunRecord;
  /** The last look at the pool, the last picture; then nothing more. */
  close(): Promise<void>;
}

/** Records a run from its first event on and shows it, until it is closed, which waits for its last. */
export function watchRun(run: Pick<Run, 'events'>, status: () => PoolStatus, view: View): Watch {
  const { record, add, sample } = createRecorder();
  const read = readAll();
  // The run is what keeps the process going: one that fails is not shown for ever.
  const timer = setInterval(look, TICK_MS).unref();

  async function readAll(): Promise<void> {
    for await (const event of run.events()) add(event);
  }

  function look(): void {
    if (record.startedAt === 0) return;
    sample(status(), Date.now());
    view.update(toFrame(record, status(), Date.now()), record);
  }

  return {
    record,
    async close() {
      clearInterval(timer);
      await read;
      sample(status(), Date.now());
      view.close(toFrame(record, status(), record.endedAt ?? Date.now()), record);
    },
  };
}
