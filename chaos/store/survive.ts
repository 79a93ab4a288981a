import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, Store } from '@manyhands/core';
import { createSimulator, type Simulator } from '@manyhands/simulator';
import { startProcess, type TestProcess } from '@manyhands/test-database';
import type { DriveOptions } from './drive-runs.ts';
import { openStore, type Engine } from './engine.ts';
import { readFacts, readHashes } from './read-log.ts';
import type { Strike } from './strike.ts';

export interface Survival {
  /** Times that something was broken. */
  readonly strikes: number;
  /** Runs that were driven to their end. */
  readonly runs: number;
  /** Events that were acknowledged. */
  readonly acknowledged: number;
  /** Of them, those that are not there any more, or not as they were. */
  readonly lost: number;
  /** Runs that ended otherwise than the undisturbed one. */
  readonly different: number;
  /** Tasks that were called again although they were done. */
  readonly doneAgain: number;
  /** Calls that the vendor let in. */
  readonly calls: number;
  /** Of them, those whose answer no log has. */
  readonly unanswered: number;
  /** Calls that the logs say were made again. */
  readonly repeated: number;
}

export interface SurviveOptions {
  /** At least so many, over as many runs as it takes. */
  readonly strikes: number;
  readonly strike: Strike;
  /** A place that nothing is kept in yet. */
  newEngine(): Engine;
}

/** Driven by one process at the same time. */
const RUNS = 2;
const MAX_CONCURRENT = 3;
const API_KEY = 'chaos';
const DRIVER = new URL('./drive-runs.ts', import.meta.url);
/** Something breaks after so many events at most: so it happens to a run a few times before its end. */
const MAX_EVENTS = 80;
/** And so much later: anywhere between two events. */
const MAX_DELAY_MS = 20;

/** Breaks something at random points and starts the process that drives runs again, until all have ended; and again with new ones. */
export async function survive({ strikes, strike, newEngine }: SurviveOptions): Promise<Survival> {
  const undisturbed = await driveToEnd(newEngine(), 0, strike);
  const expected = undisturbed.essences[0]!;
  const all: Driven[] = [];
  for (let left = strikes; left > 0; left -= all.at(-1)!.strikes) {
    all.push(await driveToEnd(newEngine(), left, strike));
  }
  const essences = all.flatMap((each) => each.essences);
  const sum = (field: Counted) => all.reduce((total, each) => total + each[field], 0);
  return {
    strikes: sum('strikes'),
    runs: essences.length,
    acknowledged: sum('acknowledged'),
    lost: sum('lost'),
    different: [...undisturbed.essences, ...essences].filter((each) => !isDeepStrictEqual(each, expected)).length,
    doneAgain: sum('doneAgain'),
    calls: sum('calls'),
    unanswered: sum('calls') - sum('answers'),
    repeated: sum('repeated'),
  };
}

type Counted = 'strikes' | 'acknowledged' | 'lost' | 'doneAgain' | 'calls' | 'answers' | 'repeated';

type Driven = Readonly<Record<Counted, number>> & { readonly essences: readonly Json[] };

/** Runs of one store, from their start to their end, with at most `maxStrikes` on the way. */
async function driveToEnd(engine: Engine, maxStrikes: number, strike: Strike): Promise<Driven> {
  await using simulator = await startVendor();
  const options = { engine, baseUrl: simulator.baseUrl('openai'), apiKey: API_KEY };
  const start = () =>
    startProcess(DRIVER, { ...options, runs: RUNS, maxConcurrent: MAX_CONCURRENT } satisfies DriveOptions);
  const store = openStore(engine);
  const acknowledged = new Map<string, Map<number, string>>();
  let strikes = 0;
  let lost = 0;
  for (let driver = start(), isOver = false; !isOver;) {
    isOver = strikes === maxStrikes || !(await saysMore(driver));
    const effect = isOver ? undefined : await strike(driver);
    if (isOver) await driver.ended();
    else if (effect !== 'missed') strikes += 1;
    hear(driver.lines, acknowledged);
    lost = await countLost(store, acknowledged);
    if (effect === 'died') driver = start();
  }
  const runIds = (await store.list({ state: 'ended' })).map(({ runId }) => runId);
  const facts = await Promise.all(runIds.map((runId) => readFacts(store, runId)));
  await store.close();
  const sum = (field: 'answers' | 'repeated' | 'doneAgain') => facts.reduce((total, each) => total + each[field], 0);
  return {
    strikes,
    acknowledged: [...acknowledged.values()].reduce((total, { size }) => total + size, 0),
    lost,
    essences: facts.map(({ essence }) => essence),
    doneAgain: sum('doneAgain'),
    calls: simulator.counts()[0]!.accepted,
    answers: sum('answers'),
    repeated: sum('repeated'),
  };
}

function startVendor(): Promise<Simulator> {
  return createSimulator({
    accounts: [{ vendor: 'openai', key: API_KEY }],
    latency: { firstTokenMs: 20, tokensPerSecond: 4_000 },
  });
}

/** Some events more and some time later. `false`: it has come to its end before. */
async function saysMore(driver: TestProcess): Promise<boolean> {
  try {
    await driver.said(driver.lines.length + Math.floor(Math.random() * MAX_EVENTS));
    await sleep(Math.random() * MAX_DELAY_MS);
    return true;
  } catch {
    // Whether it ended well is for `ended` to say.
    return false;
  }
}

function hear(lines: readonly string[], acknowledged: Map<string, Map<number, string>>): void {
  for (const line of lines) {
    const [runId, seq, hash] = line.split(' ') as [string, string, string];
    const events = acknowledged.get(runId) ?? new Map<number, string>();
    acknowledged.set(runId, events.set(Number(seq), hash));
  }
}

async function countLost(
  store: Store,
  acknowledged: ReadonlyMap<string, ReadonlyMap<number, string>>,
): Promise<number> {
  let lost = 0;
  for (const [runId, events] of acknowledged) {
    const stored = await readHashes(store, runId);
    for (const [seq, hash] of events) if (stored[seq - 1] !== hash) lost += 1;
  }
  return lost;
}
