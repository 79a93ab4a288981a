// The whole pipeline over Kafka, beside the raw ceiling of the same client on the same broker in the same run.
import { startKafka } from '@manyhands/local-kafka';
import { startProcess } from '@manyhands/test-database';
import { drive, runTasks } from './kafka/drive.ts';
import { openRaw } from './kafka/raw.ts';
import type { WorkerOptions } from './kafka/worker.ts';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';

const TASKS = 10_000;
const ROUNDS = 3;
const CALLS = 200;
const SCALED_TASKS = 2_000;
const CALL_MS = 100;
const MAX_CONCURRENT = 10;

const kafka = await startKafka();
const { brokers } = kafka;
const named = { bench: 'kafka', case: `${TASKS} tasks` };

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function repeat(times: number, once: () => Promise<number>): Promise<number> {
  const samples: number[] = [];
  for (let index = 0; index < times; index += 1) samples.push(await once());
  return median(samples);
}

const raw = await openRaw(brokers, 'raw');
const orchestrator = drive({ brokers, prefix: 'whole', worker: true });
// The first of a process measure the compiler, and topics being made.
await raw.send(1_000);
await runTasks(orchestrator, 1_000);

const rawMs = await repeat(ROUNDS, () => raw.send(TASKS));
const wholeMs = await repeat(ROUNDS, () => runTasks(orchestrator, TASKS));
printMeasure({ ...named, measure: 'raw ceiling', value: (TASKS / rawMs) * 1_000, unit: 'tasks/s' });
printMeasure({ ...named, measure: 'whole pipeline', value: (TASKS / wholeMs) * 1_000, unit: 'tasks/s' });
printAtLeast({ ...named, measure: 'whole pipeline ÷ raw ceiling', value: rawMs / wholeMs, unit: 'ratio' }, 0.6);

const one = { bench: 'kafka', case: 'one call at a time' };
const rawCallMs = await repeat(CALLS, () => raw.send(1));
const callMs = await repeat(CALLS, async () => {
  const startedAt = performance.now();
  await orchestrator.generate({ messages: [{ role: 'user', content: 'Say ok.' }] });
  return performance.now() - startedAt;
});
printMeasure({ ...one, measure: 'raw round trip, p50', value: rawCallMs, unit: 'ms' });
printAtMost({ ...one, measure: 'added latency, p50', value: callMs - rawCallMs, unit: 'ms' }, 10);
await raw.close();
await orchestrator.close();

/** Tasks a second that so many processes call. */
async function scale(workers: number): Promise<number> {
  const options: WorkerOptions = {
    brokers,
    prefix: `scale-${workers}`,
    callMs: CALL_MS,
    maxConcurrent: MAX_CONCURRENT,
  };
  const started = Array.from({ length: workers }, () =>
    startProcess(new URL('kafka/worker.ts', import.meta.url), options),
  );
  const driver = drive({ brokers, prefix: options.prefix, worker: false });
  try {
    await Promise.all(started.map((worker) => worker.said(1)));
    await runTasks(driver, 100);
    return (SCALED_TASKS / (await runTasks(driver, SCALED_TASKS))) * 1_000;
  } finally {
    await driver.close();
    await Promise.all(started.map((worker) => worker.kill()));
  }
}

const alone = await scale(1);
const four = await scale(4);
const scaling = { bench: 'kafka', case: `calls of ${CALL_MS} ms, ${MAX_CONCURRENT} at once a worker` };
printMeasure({ ...scaling, measure: '1 worker process', value: alone, unit: 'tasks/s' });
printMeasure({ ...scaling, measure: '4 worker processes', value: four, unit: 'tasks/s' });
printAtLeast({ ...scaling, measure: '4 ÷ 1', value: four / alone, unit: 'ratio' }, 3.6);
await kafka.stop();
process.exit(0);
