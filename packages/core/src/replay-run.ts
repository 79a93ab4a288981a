import { checkGiven } from './config/check-given.ts';
import type { Run } from './create-run.ts';
import { isTaskEnd } from './dispatch/replayed-task.ts';
import type { RunEvent } from './domain/event.ts';
import { toCriteria } from './evaluate/to-criteria.ts';
import { createRunLease, openRun, type RunDeps } from './open-run.ts';
import type { Transport } from './ports/transport.ts';
import { toRecorded, toRecordedGoal, type ResumeInput } from './resume-run.ts';
import { memoryStore } from './run/memory-store.ts';
import { readEvents, readRun } from './run/read-run.ts';

/** What was given to a run. All else follows from it and from what the models answered. */
const GIVEN: ReadonlySet<RunEvent['type']> = new Set(['run:started', 'input:piece', 'input:closed'] as const);

/**
 * Runs the stages of a recorded run again, with the answers that its log has: no model is called, and nothing is written to the
 * store. A task that the log does not have fails with `MANYHANDS_NOT_RECORDED`.
 */
export async function replayRun<Output>(
  runId: string,
  given: ResumeInput<Output>,
  deps: RunDeps,
): Promise<Run<Output>> {
  const events = await readEvents(runId, deps.store);
  const onClarify = () => givenAnswers(events);
  const store = memoryStore();
  const first = events.filter(({ type }) => GIVEN.has(type));
  await store.append(
    runId,
    first.map((event, index) => Object.assign({}, event, { seq: index + 1 })),
  );
  const state = await readRun(runId, store);
  const criteria = toCriteria(given.criteria ?? []);
  checkGiven({ ...given, onClarify }, criteria, state);
  const silent = { ...deps, store, pool: { ...deps.pool, transport: SILENT } };
  return openRun({
    ...silent,
    ...toRecordedGoal({ ...given, onClarify }, state, deps),
    criteria: toRecorded(state, criteria),
    state,
    lease: createRunLease(runId, silent),
    recorded: new Map(events.flatMap((event) => (isTaskEnd(event) ? [[event.taskId, event] as const] : []))),
  });
}

/** By question; what was assumed is assumed again. */
function givenAnswers(events: readonly RunEvent[]): Readonly<Record<string, string>> {
  const answers = events.flatMap((event) => (event.type === 'clarify:answered' ? event.answers : []));
  return Object.fromEntries(answers.filter(({ isAssumed }) => !isAssumed).map(({ id, answer }) => [id, answer]));
}

const nothing = () => Promise.resolve();
const SUBSCRIPTION = { close: nothing };

/** Nothing goes anywhere. */
const SILENT: Transport = {
  name: 'none',
  publish: nothing,
  consume: () => Promise.resolve(SUBSCRIPTION),
  report: nothing,
  subscribe: () => Promise.resolve(SUBSCRIPTION),
  control: nothing,
  close: nothing,
};
