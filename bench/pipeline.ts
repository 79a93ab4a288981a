// Overhead of the whole pipeline in memory: map, dispatch, balance, call, collect and merge, with a provider that answers at once.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { printAtMost, printMeasure, printWithin } from './measure/print-measure.ts';

const SIZES = [1_000, 10_000, 100_000];
const RUNS = 5;
const run = promisify(execFile);

interface Sample {
  readonly elapsedMs: number;
  readonly peakBytes: number;
}

async function measure(tasks: number): Promise<Sample> {
  const args = [...process.execArgv, new URL('./pipeline/run-once.ts', import.meta.url).pathname, String(tasks)];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as Sample;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const microseconds = new Map<number, number>();
for (const tasks of SIZES) {
  const samples: Sample[] = [];
  for (let index = 0; index < RUNS; index += 1) samples.push(await measure(tasks));
  const perTask = (median(samples.map((sample) => sample.elapsedMs)) * 1_000) / tasks;
  microseconds.set(tasks, perTask);
  const named = { bench: 'pipeline', case: `${tasks} tasks` };
  printAtMost({ ...named, measure: 'time per task', value: perTask, unit: 'µs' }, 100);
  const peak = median(samples.map((sample) => sample.peakBytes));
  printMeasure({ ...named, measure: 'peak memory per task', value: peak / tasks, unit: 'bytes' });
}
const [smallest, , largest] = SIZES.map((tasks) => microseconds.get(tasks)!);
printWithin(
  {
    bench: 'pipeline',
    case: '100,000 ÷ 1,000 tasks',
    measure: 'growth of time per task',
    value: largest! / smallest!,
    unit: 'ratio',
  },
  0.8,
  1.2,
);
