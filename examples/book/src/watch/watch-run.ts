import type { PoolStatus, Run, RunEvent } from '@manyhands/core';
import { toFrame } from '../live/frame.ts';
import type { View } from '../live/view.ts';
import { createRecorder } from './create-recorder.ts';
import type { RunRecord } from './run-record.ts';

const TICK_MS = 200;

export interface Watch {
  readonly record: RunRecord;
  /** The last look at the pool, the last picture; then nothing more. */
  close(): void;
}

/** Records a run and shows it, until it is closed. */
export function watchRun(run: Pick<Run, 'on'>, status: () => PoolStatus, view: View): Watch {
  const { record, add, sample } = createRecorder();
  const stopListening = run.on('event', (event: RunEvent) => add(event));
  const timer = setInterval(look, TICK_MS);

  function look(): void {
    if (record.startedAt === 0) return;
    sample(status(), Date.now());
    view.update(toFrame(record, status(), Date.now()), record);
  }

  return {
    record,
    close() {
      clearInterval(timer);
      stopListening();
      sample(status(), Date.now());
      view.close(toFrame(record, status(), record.endedAt ?? Date.now()), record);
    },
  };
}
