import { memoryTransport } from '@manyhands/adapter-memory';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import { createOrchestrator, type GoalInput } from '@manyhands/core';
import { readTotal, type Job } from './job/job.ts';
import { toPieceResults } from './job/piece-results.ts';
import { createView } from './live/create-view.ts';
import { choosePieces, loseAnswers } from './lose/lose-answers.ts';
import { openRun } from './open-run.ts';
import type { Pool } from './pool/pool.ts';
import { toOutcome, type Outcome } from './report/outcome.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { watchRun } from './watch/watch-run.ts';

export interface JobOptions {
  /** Pieces whose first answer is lost on purpose. */
  readonly lose: number;
  readonly budgetUsd: number | undefined;
  /** A file that keeps the run, so that a process that dies loses nothing. Default: it is kept in memory. */
  readonly storePath: string | undefined;
}

/** Runs a job over a pool, shows it, and gives what came of it: all, or what there was when it was stopped. */
export async function runJob(job: Job, pool: Pool, { lose, budgetUsd, storePath }: JobOptions): Promise<Outcome> {
  // Nobody knows yet how many pieces a text will have: the first ones.
  const lost = choosePieces(lose, typeof job.input === 'string' ? lose : job.input.length);
  const store = storePath === undefined ? undefined : sqliteStore({ path: storePath });
  await using orchestrator = createOrchestrator({
    planner: pool.planner,
    providers: loseAnswers(pool.providers, lost),
    accounts: pool.accounts,
    transport: memoryTransport(),
    ...(store !== undefined && { store }),
    ...(pool.prices !== undefined && { prices: pool.prices }),
    ...(pool.settings !== undefined && { settings: pool.settings }),
  });
  const goal: GoalInput = {
    goal: job.goal,
    ...(job.input.length > 0 && { input: job.input }),
    ...(job.output !== undefined && { output: job.output }),
    ...(job.criteria !== undefined && { criteria: job.criteria }),
    ...(budgetUsd !== undefined && { budget: { usd: budgetUsd } }),
  };
  const run = await openRun(orchestrator, goal, store);
  const view = createView(
    process.stdout,
    process.env,
    { title: job.title, notice: pool.notice },
    pool.kind === 'simulated',
  );
  const watch = watchRun(run, orchestrator.accounts.status, view);
  const stopListening = stopOnSignal(() => run.cancel('Stopped by Ctrl-C.'));
  const result = await run.result;
  await watch.close();
  stopListening();
  return toOutcome(result, watch.record, pool, {
    title: job.title,
    pieces: toPieceResults(run.snapshot()),
    total: readTotal(result.output),
    expectedTotal: job.expectedTotal,
  });
}
