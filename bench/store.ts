// What it costs to keep runs on a disk, beside the least that the same engine takes for as many rows.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '@manyhands/test-database';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';
import { rateOfStore, rateOfTable, type AppendRate } from './store/append-rate.ts';
import { postgresEngine, sqliteEngine, type BenchEngine } from './store/engines.ts';
import type { RunTasksOptions, RunTasksReport } from './store/run-tasks.ts';

/** Short and many: a disk that others use too is fast one second and slow the next. */
const TURNS = 25;
const TURN_MS = 300;
const ROUNDS = 5;
const RUNS_AT_ONCE = [1, 16];
const TASKS = 10_000;
const MANY_TASKS = 100_000;
const LEFT = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The two in turns, so that what else the machine does falls on both. */
async function measureAppends({ name, openStore, openTable }: BenchEngine): Promise<void> {
  const store = openStore();
  const table = await openTable();
  const raw: AppendRate[] = [];
  const kept = new Map<number, AppendRate[]>(RUNS_AT_ONCE.map((runs) => [runs, []]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    raw.push(await rateOfTable(table, turn, TURN_MS));
    for (const [runs, rates] of kept) rates.push(await rateOfStore(store, turn, runs, TURN_MS));
  }
  await store.close();
  await table.close();

  const ceiling = { bench: 'store', case: `${name}, raw single-row commits` };
  printRate(ceiling, raw);
  for (const [runs, rates] of kept) {
    const named = { bench: 'store', case: `${name}, ${runs} ${runs === 1 ? 'run' : 'runs'} at once` };
    printRate(named, rates);
    const shares = rates.map(({ perSecond }, turn) => perSecond / raw[turn]!.perSecond);
    printAtLeast({ ...named, measure: 'events ÷ raw commits', value: median(shares), unit: 'ratio' }, 0.7);
  }
}

function printRate(named: { readonly bench: string; readonly case: string }, rates: readonly AppendRate[]): void {
  const perSecond = median(rates.map((rate) => rate.perSecond));
  printMeasure({ ...named, measure: 'events', value: perSecond, unit: '1/s' });
  printMeasure({ ...named, measure: 'an append, 99 % within', value: median(rates.map(({ p99 }) => p99)), unit: 'ms' });
}

function startTasks(options: RunTasksOptions): Promise<{ readonly stdout: string }> {
  const program = new URL('./store/run-tasks.ts', import.meta.url).pathname;
  return promisify(execFile)(process.execPath, [...process.execArgv, program, JSON.stringify(options)]);
}

async function runTasks(options: RunTasksOptions): Promise<RunTasksReport> {
  return JSON.parse((await startTasks(options)).stdout) as RunTasksReport;
}

async function measureTasks(): Promise<void> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const inMemory = await runTasks({ tasks: TASKS });
    const kept = await runTasks({ tasks: TASKS, path: join(folder, `tasks-${round}.db`) });
    costs.push(((kept.elapsedMs - inMemory.elapsedMs) * 1_000) / TASKS);
  }
  const named = { bench: 'store', case: `SQLite, ${TASKS} tasks that answer at once` };
  printMeasure({ ...named, measure: 'time a task more than in memory', value: median(costs), unit: 'µs' });
}

async function measureResume(): Promise<void> {
  const path = join(folder, 'many.db');
  const killed = await startTasks({ tasks: MANY_TASKS, path, killWithLeft: LEFT }).catch(
    (error: { readonly signal?: string }) => error.signal,
  );
  if (killed !== 'SIGKILL') throw new Error('The process that was to be killed has ended otherwise.');
  const named = { bench: 'store', case: `SQLite, a run of ${MANY_TASKS} tasks, killed with ${LEFT} left` };
  const bytes = statSync(path).size + statSync(`${path}-wal`).size;
  printMeasure({ ...named, measure: 'size on disk', value: bytes / 1e6, unit: 'MB' });
  printMeasure({ ...named, measure: 'size on disk, a task', value: bytes / MANY_TASKS, unit: 'bytes' });
  const { resumedAfterMs, resumedAfterCpuMs, peakBytes } = await runTasks({ tasks: MANY_TASKS, path, isResumed: true });
  printAtMost({ ...named, measure: 'time to resume', value: resumedAfterMs! / 1_000, unit: 's' }, 2);
  // What does not depend on what else the machine does.
  const cpuSeconds = resumedAfterCpuMs! / 1_000;
  printMeasure({ ...named, measure: 'of it, the driving thread was busy', value: cpuSeconds, unit: 's' });
  printMeasure({ ...named, measure: 'peak memory of the resumed process', value: peakBytes / 1e6, unit: 'MB' });
}

try {
  await measureAppends(sqliteEngine(folder));
  await using database = await openDatabase();
  if (database === undefined) throw new Error('There is no PostgreSQL here: set DATABASE_URL, or install it.');
  await measureAppends(postgresEngine(database.connectionString));
  await measureTasks();
  await measureResume();
} finally {
  rmSync(folder, { recursive: true });
}
