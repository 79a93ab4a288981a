// The balancer beside what people do today: the same accounts, limits and tasks, on simulated vendors over real HTTP, with the
// official SDKs and a minute that lasts a minute. All contenders of a case run side by side, each on vendors of its own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Aims, BalanceCase } from './balance/case.ts';
import { CASES } from './balance/cases/index.ts';
import { CONTENDERS } from './balance/contenders/index.ts';
import type { Outcome } from './balance/run-one.ts';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';

const OURS = 'manyhands';

async function run(caseIndex: number, contenderIndex: number): Promise<Outcome> {
  const script = new URL('./balance/run-one.ts', import.meta.url).pathname;
  const args = [...process.execArgv, script, String(caseIndex), String(contenderIndex)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Outcome;
}

function printOutcome(setting: BalanceCase, contender: string, outcome: Outcome): void {
  const idealMs = setting.idealMs({ calls: outcome.done, inputTokens: outcome.inputTokens });
  const named = { bench: 'balance', case: `${setting.name}: ${contender}` };
  const aims: Partial<Aims> = contender === OURS ? setting.aims : {};
  printMeasure({ ...named, measure: 'ideal time of what it did', value: idealMs / 1_000, unit: 's' });
  const ratio = { ...named, measure: 'time ÷ ideal time', value: outcome.elapsedMs / idealMs, unit: 'ratio' };
  if (aims.ratio === undefined) printMeasure(ratio);
  else printAtMost(ratio, aims.ratio);
  const refused = { ...named, measure: 'refused calls', value: outcome.refused, unit: 'calls' };
  if (aims.refused === undefined) printMeasure(refused);
  else printAtMost(refused, aims.refused);
  const lost = { ...named, measure: 'tasks not done', value: setting.tasks.length - outcome.done, unit: 'tasks' };
  if (contender === OURS) printAtMost(lost, 0);
  else printMeasure(lost);
  for (const [account, value] of Object.entries(outcome.calls)) {
    printMeasure({ ...named, measure: `calls of ${account}`, value, unit: 'calls' });
  }
  if (aims.kept !== undefined) printKept(named, outcome, aims.kept);
}

function printKept(named: { bench: string; case: string }, outcome: Outcome, kept: NonNullable<Aims['kept']>): void {
  const possible = kept.accounts.length * Math.floor(kept.supply(outcome.startedOverMs));
  const started = kept.accounts.reduce((sum, account) => sum + outcome.calls[account]!, 0);
  const measure = 'calls of the undisturbed accounts ÷ what their limits allow';
  printAtLeast({ ...named, measure, value: started / possible, unit: 'ratio' }, kept.share);
}

for (const { name, source } of CONTENDERS) console.error(`${name}: ${source}`);
const only = process.env['BENCH_CASE'];
for (const [caseIndex, setting] of CASES.entries()) {
  if (only !== undefined && !setting.name.startsWith(`(${only})`)) continue;
  const outcomes = await Promise.all(CONTENDERS.map((_, contender) => run(caseIndex, contender)));
  for (const [index, { name }] of CONTENDERS.entries()) printOutcome(setting, name, outcomes[index]!);
}

// Last, what its decisions cost.
if (only === undefined) await import('./balance-cost.ts');
