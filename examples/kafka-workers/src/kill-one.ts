import type { Json, Run } from '@manyhands/core';
import type { WorkerProcess } from './worker-process.ts';

/** Of all tasks: by then every worker is at work. */
const AFTER_PART = 0.25;
const LOOK_EVERY_MS = 20;

/** Kills the worker with the most calls under way, once the run is well under way. */
export async function killOne(run: Run<Json>, workers: readonly WorkerProcess[]): Promise<void> {
  while (true) {
    const { status, counts, tasks } = run.snapshot();
    const [busiest] = [...workers].sort((one, other) => other.inFlight - one.inFlight);
    if (busiest !== undefined && busiest.inFlight > 1 && counts.done > AFTER_PART * Object.keys(tasks).length) {
      const { inFlight } = busiest;
      await busiest.kill();
      console.log(`\n${busiest.name} was killed (SIGKILL, process ${busiest.pid}) with ${inFlight} calls under way.`);
      console.log('The brokers miss it after 6 s; then its tasks go to the others.\n');
      return;
    }
    if (status !== 'running') return console.log('Nobody was killed: the run ended too soon.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
