// Limits shared by eight processes on one PostgreSQL: reservations a second, how long an exchange takes, and a count of its own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { migrateDatabase } from '@manyhands/adapter-postgres';
import { openDatabase } from '@manyhands/test-database';
import type { AskOptions, AskReport } from './limits/ask.ts';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';

const PROCESSES = 8;
const DURATION_MS = 8_000;
/** All begin together, also on a machine on which a process takes its time to start. */
const START_IN_MS = 20_000;
const CASES = [
  { name: 'limits far away, one ask an exchange', groups: 20, requestsPerSecond: 1e6, batch: 1 },
  { name: 'limits far away, 16 asks an exchange', groups: 20, requestsPerSecond: 1e6, batch: 16 },
  { name: 'limits reached, 5 groups of 100 a second', groups: 5, requestsPerSecond: 100, batch: 4 },
];

await using database = await openDatabase();
if (database === undefined) throw new Error('There is no PostgreSQL here: set DATABASE_URL, or install it.');

async function run(options: AskOptions): Promise<AskReport> {
  const args = [...process.execArgv, new URL('./limits/ask.ts', import.meta.url).pathname, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as AskReport;
}

/** The most calls that left within any span, of one group. */
function mostWithin(spanMs: number, starts: readonly number[]): number {
  const sorted = starts.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, at] of sorted.entries()) {
    while (sorted[first]! <= at - spanMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

for (const { name, groups, requestsPerSecond, batch } of CASES) {
  const schema = `bench_limits_${CASES.findIndex((each) => each.name === name)}_${process.pid}`;
  const { connectionString } = database;
  await migrateDatabase({ connectionString, schema });
  const options = { connectionString, schema, groups, requestsPerSecond, batch };
  const startAt = Date.now() + START_IN_MS;
  const all = Array.from({ length: PROCESSES }, () => run({ ...options, startAt, durationMs: DURATION_MS }));
  const reports = await Promise.all(all);

  const byGroup = new Map<string, number[]>();
  for (const { starts } of reports) {
    for (const [group, times] of Object.entries(starts)) byGroup.set(group, [...(byGroup.get(group) ?? []), ...times]);
  }
  const granted = [...byGroup.values()].reduce((sum, { length }) => sum + length, 0);
  const latencies = reports.flatMap((report) => report.latencies).sort((a, b) => a - b);
  const named = { bench: 'limits', case: name };
  const perSecond = (granted * 1_000) / DURATION_MS;
  const rate = { ...named, measure: 'reservations', value: perSecond, unit: '1/s' };
  const isReached = requestsPerSecond < 1e6;
  if (isReached) {
    printMeasure({
      ...named,
      measure: 'of what the limits allow',
      value: perSecond / (groups * requestsPerSecond),
      unit: 'ratio',
    });
    const most = Math.max(...[...byGroup.values()].map((starts) => mostWithin(1_000, starts)));
    printAtMost(
      { ...named, measure: 'most calls within any second of a group', value: most, unit: 'calls' },
      requestsPerSecond,
    );
  } else if (batch > 1) printAtLeast(rate, 3_000);
  else printMeasure(rate);
  for (const part of [0.5, 0.99]) {
    const value = latencies[Math.floor(latencies.length * part)]!;
    printMeasure({ ...named, measure: `an exchange, ${part * 100} % within`, value, unit: 'ms' });
  }
}
