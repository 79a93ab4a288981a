// What a decision of the balancer costs: µs per task for pools of 10 to 10,000 accounts while 100,000 tasks wait, the memory of
// one that waits, and how long a forecast of 100,000 tasks takes.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ForecastCost } from './balance-cost/forecast-all.ts';
import type { ServingCost } from './balance-cost/serve-all.ts';
import { printAtMost, printMeasure } from './measure/print-measure.ts';

const TASKS = 100_000;
const POOLS = [10, 100, 1_000, 10_000];
const RUNS = 3;
const AIM_ACCOUNTS = 1_000;
const AIM_US = 5;
const AIM_BYTES = 1_000;
/** Near-constant: ten times the accounts cost no more than this much more. */
const AIM_GROWTH = 1.5;
const AIM_FORECAST_S = 10;
const FORECAST_ACCOUNTS = 100;
const execute = promisify(execFile);

async function run<Cost>(script: string, ...numbers: number[]): Promise<Cost> {
  const { pathname } = new URL(`./balance-cost/${script}`, import.meta.url);
  const { stdout } = await execute(process.execPath, [...process.execArgv, pathname, ...numbers.map(String)]);
  return JSON.parse(stdout) as Cost;
}

/** The quickest of several: whatever else the machine does only makes it slower. */
async function best(accounts: number): Promise<ServingCost> {
  const costs: ServingCost[] = [];
  for (let index = 0; index < RUNS; index += 1) costs.push(await run<ServingCost>('serve-all.ts', accounts, TASKS));
  const least = (name: keyof ServingCost) => Math.min(...costs.map((cost) => cost[name]));
  return { acquireUs: least('acquireUs'), serveUs: least('serveUs'), waitingBytes: least('waitingBytes') };
}

const bench = 'balance-cost';
const decisions = new Map<number, number>();
for (const accounts of POOLS) {
  const { acquireUs, serveUs, waitingBytes } = await best(accounts);
  const named = { bench, case: `${accounts} accounts, ${TASKS} tasks wait` };
  const decision = { ...named, measure: 'from asking to settled, per task', value: acquireUs + serveUs, unit: 'µs' };
  decisions.set(accounts, decision.value);
  if (accounts === AIM_ACCOUNTS) printAtMost(decision, AIM_US);
  else printMeasure(decision);
  printMeasure({ ...named, measure: 'of that until it waits', value: acquireUs, unit: 'µs' });
  printAtMost({ ...named, measure: 'memory per waiting task', value: waitingBytes, unit: 'bytes' }, AIM_BYTES);
}
for (const [index, accounts] of POOLS.entries()) {
  const fewer = POOLS[index - 1];
  if (fewer === undefined) continue;
  const value = decisions.get(accounts)! / decisions.get(fewer)!;
  const measure = 'growth of time per task';
  printAtMost({ bench, case: `${accounts} ÷ ${fewer} accounts`, measure, value, unit: 'ratio' }, AIM_GROWTH);
}
const { elapsedMs, makespanMs } = await run<ForecastCost>('forecast-all.ts', FORECAST_ACCOUNTS, TASKS);
const named = { bench, case: `simulate(), ${TASKS} tasks, ${FORECAST_ACCOUNTS} accounts` };
printMeasure({ ...named, measure: 'makespan forecast', value: makespanMs / 1_000, unit: 's' });
const measure = 'time it takes, one more account included';
printAtMost({ ...named, measure, value: elapsedMs / 1_000, unit: 's' }, AIM_FORECAST_S);
