// Runs over Kafka in the middle of which something breaks: no task is lost, none counts twice, few calls are made again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@manyhands/local-kafka';
import { printAtMost, printMeasure } from '../bench/measure/print-measure.ts';
import { KAFKA_FAULTS, type KafkaFault } from './kafka/faults.ts';
import { runUnder, type RunUnderFault } from './kafka/run-under.ts';

const times = Number(process.env['CHAOS_TIMES'] ?? 10);
const TASKS = 1_000;
const MAX_REPEATED = 0.03;
const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));

async function runAgainAndAgain(fault: KafkaFault): Promise<readonly RunUnderFault[]> {
  await using kafka = await startKafka({ nodes: fault.nodes });
  const runs: RunUnderFault[] = [];
  for (let time = 0; time < times; time += 1) {
    runs.push(await runUnder(fault, { kafka, tasks: TASKS, path: join(folder, `${crypto.randomUUID()}.db`) }));
  }
  return runs;
}

function report(fault: KafkaFault, runs: readonly RunUnderFault[]): void {
  const named = { bench: 'chaos kafka', case: fault.name };
  const sum = (field: keyof RunUnderFault) => runs.reduce((total, run) => total + run[field], 0);
  printMeasure({ ...named, measure: `runs of ${TASKS} tasks`, value: runs.length, unit: 'runs' });
  printAtMost({ ...named, measure: 'tasks lost', value: sum('lost'), unit: 'tasks' }, 0);
  printAtMost({ ...named, measure: 'tasks that count twice', value: sum('doneAgain'), unit: 'tasks' }, 0);
  printAtMost({ ...named, measure: 'calls refused', value: sum('refused'), unit: 'calls' }, 0);
  const most = Math.max(...runs.map(({ repeated }) => repeated)) / TASKS;
  printAtMost({ ...named, measure: 'calls made again, at most', value: most, unit: 'ratio' }, MAX_REPEATED);
}

try {
  for (const fault of Object.values(KAFKA_FAULTS)) report(fault, await runAgainAndAgain(fault));
} finally {
  rmSync(folder, { recursive: true });
}
