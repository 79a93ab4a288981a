import { checkGiven } from './config/check-given.ts';
import type { Run } from './create-run.ts';
import { isTaskEnd } from './dispatch/replayed-task.ts';
import type { RunEvent } from './domain/event.ts';
import type { Answer } from './domain/plan.ts';
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
  const said = toSaid(events);
  const onClarify = () => said.first;
  const store = memoryStore();
  const first = events.filter(({ type }) => GIVEN.has(type));
  await store.append(
    runId,
    first.map((event, index) => Object.assign({}, event, { seq: index + 1 })),
  );
  const state = await readRun(runId, store);
  const criteria = toCriteria(given.criteria === 'draft' ? [] : (given.criteria ?? []));
  checkGiven({ ...given, onClarify }, criteria, state);
  const silent = { ...deps, store, pool: { ...deps.pool, transport: SILENT } };
  const run = openRun<Output>({
    ...silent,
    ...toRecordedGoal({ ...given, onClarify }, state, deps),
    criteria: toRecorded(state, criteria),
    state,
    lease: createRunLease(runId, silent),
    recorded: new Map(events.flatMap((event) => (isTaskEnd(event) ? [[event.taskId, event] as const] : []))),
  });
  run.on('event', (event) => {
    for (const { id, answer } of said.after(event)) run.answer(id, answer).catch(() => {});
  });
  return run;
}

/** The first answer to each question; what was said otherwise later follows the task that had ended last then. */
function toSaid(events: readonly RunEvent[]) {
  const first: Record<string, string | null> = {};
  const later = new Map<string, Answer[]>();
  let lastEnded = '';
  for (const event of events) {
    if (isTaskEnd(event)) lastEnded = event.taskId;
    if (event.type !== 'clarify:answered') continue;
    for (const answer of event.answers) {
      if (answer.id in first) later.set(lastEnded, [...(later.get(lastEnded) ?? []), answer]);
      else first[answer.id] = answer.isAssumed ? null : answer.answer;
    }
  }
  return { first, after: (event: RunEvent) => (isTaskEnd(event) ? (later.get(event.taskId) ?? []) : []) };
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
