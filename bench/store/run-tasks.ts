// One run of n tasks that answer at once, in a process of its own. With a path it is kept there; with a number of tasks to
// leave undone the process kills itself when only these are left.
import { memoryTransport } from '@manyhands/adapter-memory';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import { createOrchestrator, NO_USAGE, type Run } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

/** As an argument of the process, in JSON. */
export interface RunTasksOptions {
  readonly tasks: number;
  /** Of a SQLite file. Default: kept in memory. */
  readonly path?: string;
  readonly killWithLeft?: number;
  /** Goes on with the run that is there. */
  readonly isResumed?: boolean;
}

/** What the process prints, in JSON. */
export interface RunTasksReport {
  /** To the end of the run. */
  readonly elapsedMs: number;
  /** Of a resumed run: to the first task that was started. */
  readonly resumedAfterMs?: number;
  /** The same, of the processor for the thread that drives. */
  readonly resumedAfterCpuMs?: number;
  readonly peakBytes: number;
}

const options = JSON.parse(process.argv[2]!) as RunTasksOptions;
const answer = { text: 'ok', usage: { ...NO_USAGE, inputTokens: 100, outputTokens: 1 } };
const orchestrator = createOrchestrator({
  planner: { provider: 'scripted', model: 'instant' },
  providers: [scriptedProvider({ id: 'scripted', defaultModel: 'instant', answer: () => answer })],
  accounts: [{ id: 'one', provider: 'scripted', apiKey: 'none' }],
  transport: memoryTransport(),
  ...(options.path !== undefined && { store: sqliteStore({ path: options.path }) }),
});

function start(tasks: number): Run {
  const items = Array.from({ length: tasks }, (_, index) => `item ${index}`);
  return orchestrator.map(items, 'Say ok.');
}

async function resume(): Promise<Run> {
  const [run] = await orchestrator.resumeAll();
  if (run === undefined) throw new Error('There is no run to go on with.');
  return run;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function killWith(run: Run, left: number): void {
  let done = 0;
  run.on('task:done', () => {
    done += 1;
    if (done === options.tasks - left) process.kill(process.pid, 'SIGKILL');
  });
}

// The first calls of a process measure the compiler; a process that resumes has just been started.
if (options.isResumed !== true && options.killWithLeft === undefined) await start(2_000).result;
const startedAt = performance.now();
const startedAtCpu = cpuMs();
const run = options.isResumed === true ? await resume() : start(options.tasks);
let resumed: Pick<RunTasksReport, 'resumedAfterMs' | 'resumedAfterCpuMs'> | undefined;
if (options.isResumed === true) {
  run.on('task:started', () => {
    resumed ??= { resumedAfterMs: performance.now() - startedAt, resumedAfterCpuMs: cpuMs() - startedAtCpu };
  });
}
if (options.killWithLeft !== undefined) killWith(run, options.killWithLeft);
const { status, output } = await run.result;
const elapsedMs = performance.now() - startedAt;
const outputs = (output as readonly unknown[] | null)?.length;
if (status !== 'done' || outputs !== options.tasks)
  throw new Error(`The run ended as ${status} with ${outputs} outputs.`);
await orchestrator.close();
const peakBytes = process.resourceUsage().maxRSS * 1_024;
const report: RunTasksReport = { elapsedMs, peakBytes, ...resumed };
console.log(JSON.stringify(report));
