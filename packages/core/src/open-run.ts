import type { AnswerCache } from './cache/answer-cache.ts';
import type { CheckedPlanner } from './config/check-planner.ts';
import type { Pool } from './config/check-pool.ts';
import { withServed } from './config/list-accounts.ts';
import type { Run } from './create-run.ts';
import type { Driver } from './drive-run.ts';
import type { CheckedFunction } from './domain/app-function.ts';
import { ManyhandsError } from './errors/manyhands-error.ts';
import type { Templates } from './defaults/prompts/prompts.ts';
import type { Store } from './ports/store.ts';
import type { ProjectOptions } from './project.ts';
import type { EarlierResults } from './dispatch/earlier-results.ts';
import type { Durations } from './dispatch/durations.ts';
import type { TaskEnd } from './dispatch/replayed-task.ts';
import { createEventHub, type EventHub } from './run/event-hub.ts';
import { createLeaseKeeper, type LeaseKeeper } from './run/lease-keeper.ts';
import { readRun } from './run/read-run.ts';
import { createRunLog } from './run/run-log.ts';
import type { RunState } from './run/run-state.ts';
import { toRunResult } from './run-result.ts';

export interface RunDeps {
  readonly pool: Pool;
  readonly store: Store;
  readonly planner: CheckedPlanner;
  /** Of the app, in place of the standard prompts. */
  readonly templates: Templates;
  /** Of the app, by name. */
  readonly functions: ReadonlyMap<string, CheckedFunction>;
  readonly cache?: AnswerCache | undefined;
  /** What the runs of this process have learned of how long tasks take. */
  readonly durations: Durations;
  /** Resolves when whoever is to work in this process has its accounts. */
  ready(): Promise<void>;
}

export interface RunOptions extends RunDeps, Pick<ProjectOptions, 'input' | 'goal' | 'criteria'> {
  /** As its log has it: of a new run, nothing yet. */
  readonly state: RunState;
  /** Taken before anything is appended. */
  readonly lease: LeaseKeeper;
  /** How the tasks ended, by id, of a run that is replayed: none is published. */
  readonly recorded?: ReadonlyMap<string, TaskEnd>;
}

export interface DriverOptions extends RunOptions, Pick<ProjectOptions, 'log'> {
  readonly hub: EventHub;
  /** What the run that it is based on has done. */
  readonly earlier?: EarlierResults | undefined;
}

export function createRunLease(runId: string, { store, pool: { clock, settings } }: RunDeps): LeaseKeeper {
  return createLeaseKeeper({ runId, store, clock, leaseMs: settings.leaseMs });
}

/** A run, as the orchestrator that opened it knows it. */
export interface OpenRun<Output = unknown> extends Run<Output> {
  /** Leaves a run that only waits for the app as it is; cancels any other. */
  close(reason: string): void;
}

/** The handle of a run that is driven from here on, unless it has ended already. */
export function openRun<Output>(options: RunOptions): OpenRun<Output> {
  const { state, store, pool, lease } = options;
  const hub = createEventHub();
  const log = createRunLog({ state, store, clock: pool.clock, onStored: hub.emit, fence: () => lease.fence });
  // Handed out before anything happens, so that listeners hear the first event.
  const driver = state.endedAt === undefined ? drive({ ...options, log, hub }) : Promise.resolve(HAS_ENDED);
  const result = driver.then(async ({ ended }) => ended).then(() => toRunResult<Output>(state));
  result.catch(() => {});
  return {
    id: state.runId,
    result,
    events: log.events,
    on: hub.on,
    snapshot: () => structuredClone(state),
    async answer(questionId, answer) {
      if (state.endedAt !== undefined) throw hasEnded(state.runId);
      await (await driver).answer(questionId, answer);
    },
    cancel: (reason = 'The app cancelled the run.') => void driver.then(({ cancel }) => cancel(reason)),
    close: (reason) => void driver.then(({ close }) => close(reason)),
  };
}

const nothing = () => {};
const HAS_ENDED: Driver = {
  ended: Promise.resolve(),
  cancel: nothing,
  answer: () => Promise.resolve(),
  close: nothing,
};

function hasEnded(runId: string): ManyhandsError {
  const message = `Run ${runId} has ended: its result stays as it is. Start another with what you know now.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_RUN_ENDED' });
}

/** A run that is no longer there leaves all to do. */
async function findEarlier({ goal: { basedOn }, store }: RunOptions): Promise<EarlierResults | undefined> {
  if (basedOn === undefined) return undefined;
  const { doneByHash } = await import('./plan/done-by-hash.ts');
  try {
    return { runId: basedOn, done: doneByHash(await readRun(basedOn, store)) };
  } catch (error) {
    if (error instanceof ManyhandsError && error.code === 'MANYHANDS_RUN_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The stages are loaded with the first run: an app that starts up has other things to do. */
async function drive(options: DriverOptions): Promise<Driver> {
  const { driveRun } = await import('./drive-run.ts');
  if (options.recorded !== undefined) return driveRun(options);
  try {
    await options.ready();
    return driveRun({ ...options, pool: await withServed(options.pool), earlier: await findEarlier(options) });
  } catch (error) {
    await options.lease.release();
    throw error;
  }
}
