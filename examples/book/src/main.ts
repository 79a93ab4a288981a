// `npm run demo`: many models on many accounts read a book together.
import { ManyhandsError } from '@manyhands/core';
import { parseArguments, USAGE, UsageError, type Arguments } from './arguments.ts';
import { bookJob } from './job/book-job.ts';
import { ownJob } from './job/own-job.ts';
import { choosePool } from './pool/choose-pool.ts';
import { toExpectedCost } from './pool/expected-cost.ts';
import type { Outcome } from './report/outcome.ts';
import { toSummary } from './report/summary.ts';
import { makeFolder, writeReport } from './report/write-report.ts';
import { runJob } from './run-job.ts';

/** Of real vendors, unless the user says otherwise. */
const DEFAULT_BUDGET_USD = 0.5;

async function demo({ goal, input, lose, out, store, accounts, ...given }: Arguments): Promise<void> {
  await makeFolder(out);
  const own = goal === undefined ? undefined : await ownJob(goal, input);
  const pool = await choosePool(process.env, accounts);
  try {
    const job = own ?? bookJob(pool);
    const budgetUsd = given.budgetUsd ?? (pool.kind === 'vendors' ? DEFAULT_BUDGET_USD : undefined);
    console.log(pool.notice);
    if (budgetUsd !== undefined) console.log(toExpectedCost(job, pool, budgetUsd));
    if (lose > 0) console.log(`The first answers about ${lose} pieces are lost on purpose.`);
    const outcome = await runJob(job, pool, { lose, budgetUsd, storePath: store });
    console.log(toSummary(outcome, await writeReport(out, outcome)));
    process.exitCode = toExitCode(outcome);
  } finally {
    await pool.close();
  }
}

/** As shells have it: 130 is ended by Ctrl-C. */
function toExitCode({ result: { status } }: Outcome): number {
  if (status === 'cancelled') return 130;
  return status === 'done' ? 0 : 1;
}

try {
  const given = parseArguments(process.argv.slice(2));
  if (given.isHelp) console.log(USAGE);
  else await demo(given);
} catch (error) {
  // What the SDK says is as clear: a file that cannot be written, a run that another process drives.
  if (!(error instanceof UsageError || error instanceof ManyhandsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
