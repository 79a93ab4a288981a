import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, Store } from '@manyhands/core';
import { createSimulator, type Simulator } from '@manyhands/simulator';
import { startProcess, type TestProcess } from '@manyhands/test-database';
import type { DriveOptions } from './drive-runs.ts';
import { openStore, type Engine } from './engine.ts';
import { readFacts, readHashes } from './read-log.ts';

export interface Survival {
  /** Processes that were killed. */
  readonly kills: number;
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
  /** At least so many kills, over as many runs as it takes. */
  readonly kills: number;
  /** A place that nothing is kept in yet. */
  newEngine(): Engine;
}

/** Driven by one process at the same time. */
const RUNS = 2;
const MAX_CONCURRENT = 3;
const API_KEY = 'chaos';
const DRIVER = new URL('./drive-runs.ts', import.meta.url);
/** A process is killed after so many events at most: so a run dies a few times before its end. */
const MAX_EVENTS = 80;
/** And so much later: anywhere between two events. */
const MAX_DELAY_MS = 20;

/** Kills the process that drives runs at random points and starts it again, until all runs have ended; and again with new ones. */
export async function survive({ kills, newEngine }: SurviveOptions): Promise<Survival> {
  const undisturbed = await driveToEnd(newEngine(), 0);
  const expected = undisturbed.essences[0]!;
  const all: Driven[] = [];
  for (let left = kills; left > 0; left -= all.at(-1)!.kills) all.push(await driveToEnd(newEngine(), left));
  const essences = all.flatMap((each) => each.essences);
  const sum = (field: Counted) => all.reduce((total, each) => total + each[field], 0);
  return {
    kills: sum('kills'),
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

type Counted = 'kills' | 'acknowledged' | 'lost' | 'doneAgain' | 'calls' | 'answers' | 'repeated';

type Driven = Readonly<Record<Counted, number>> & { readonly essences: readonly Json[] };

/** Runs of one store, from their start to their end, with at most `maxKills` deaths on the way. */
async function driveToEnd(engine: Engine, maxKills: number): Promise<Driven> {
  await using simulator = await startVendor();
  const options = { engine, baseUrl: simulator.baseUrl('openai'), apiKey: API_KEY };
  const start = () =>
    startProcess(DRIVER, { ...options, runs: RUNS, maxConcurrent: MAX_CONCURRENT } satisfies DriveOptions);
  const store = openStore(engine);
  const acknowledged = new Map<string, Map<number, string>>();
  let kills = 0;
  let lost = 0;
  for (let isOver = false; !isOver;) {
    const child = start();
    isOver = kills === maxKills ? await liveOn(child) : await dieEarly(child);
    if (!isOver) kills += 1;
    hear(child.lines, acknowledged);
    lost = await countLost(store, acknowledged);
  }
  const runIds = (await store.list({ state: 'ended' })).map(({ runId }) => runId);
  const facts = await Promise.all(runIds.map((runId) => readFacts(store, runId)));
  await store.close();
  const sum = (field: 'answers' | 'repeated' | 'doneAgain') => facts.reduce((total, each) => total + each[field], 0);
  return {
    kills,
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

async function liveOn(child: TestProcess): Promise<true> {
  await child.ended();
  return true;
}

/** Kills it after some events and some time. `true`: its work was over before. */
async function dieEarly(child: TestProcess): Promise<boolean> {
  const events = Math.floor(Math.random() * MAX_EVENTS);
  const isAlive = await child.said(events).then(
    () => true,
    // It has ended: well, or `ended` says why not.
    () => false,
  );
  if (!isAlive) return liveOn(child);
  await sleep(Math.random() * MAX_DELAY_MS);
  return !(await child.kill());
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
