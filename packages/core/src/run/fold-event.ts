import { FUNCTION_PROVIDER } from '../domain/app-function.ts';
import type { RunEvent, RunEventOf, RunEventType } from '../domain/event.ts';
import type { Answer } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import { toTargetName } from '../domain/target.ts';
import type { CachedAnswer, Usage } from '../domain/usage.ts';
import type { RoundState, RunState, TaskState, TaskStatus } from './run-state.ts';

type Folds = { readonly [Type in RunEventType]: (state: RunState, event: RunEventOf<Type>) => void };

/** Brings `state` up to `event`. The only place where the state of a run changes. */
export function foldEvent(state: RunState, event: RunEvent): void {
  const fold = FOLDS[event.type] as (state: RunState, event: RunEvent) => void;
  fold(state, event);
  state.lastSeq = event.seq;
}

const FOLDS: Folds = {
  'run:started': (state, event) => {
    state.goal = event.goal;
    state.criteria = event.criteria;
    state.startedAt = event.at;
  },
  'run:resumed': (state, { repeated }) => void (state.repeated += repeated.length),
  'input:piece': (state, { piece }) => void state.pieces.push(piece),
  'input:closed': (state) => void (state.isInputClosed = true),
  'clarify:asked': (state, { questions, at }) => {
    state.questions.push(...questions);
    state.askedAt = at;
  },
  'clarify:answered': (state, { answers }) => {
    const changed = answers.filter((answer) => isNews(state, answer)).map(({ id }) => id);
    const ids = new Set(answers.map(({ id }) => id));
    state.answers = [...state.answers.filter(({ id }) => !ids.has(id)), ...answers];
    if (changed.length === 0) return;
    state.revision += 1;
    outdate(state, changed);
  },
  'criteria:drafted': (state, { criteria }) => void (state.criteria = criteria),
  'round:started': (state, { round, missing }) => void state.rounds.push({ round, missing, planned: [], redone: [] }),
  'plan:task': (state, { round, task }) => {
    put(roundOf(state, round).planned, task);
    if (put(state.planTasks, task)) state.revision += 1;
  },
  'plan:dropped': (state, { planTaskIds }) => {
    state.planTasks = state.planTasks.filter(({ id }) => !planTaskIds.includes(id));
    state.revision += 1;
  },
  'plan:redo': (state, { round, places }) => {
    for (const redo of places) state.redos[redo.place] = { ...redo, round };
    roundOf(state, round).redone.push(...places.map(({ place }) => place));
    state.revision += 1;
  },
  'plan:rejected': () => {},
  'plan:proposed': (state, { round, plan }) => void (roundOf(state, round).proposed = plan),
  'plan:refused': (state, { round, plan, reason }) => {
    const planned = roundOf(state, round);
    delete planned.proposed;
    (planned.refused ??= []).push({ plan, reason });
  },
  'plan:approved': (state, { round, plan }) => {
    const planned = roundOf(state, round);
    delete planned.proposed;
    planned.approved = plan;
  },
  'plan:closed': (state, { round, merge }) => {
    const planned = roundOf(state, round);
    planned.merge = merge;
    delete planned.approved;
  },
  'task:added': (state, { task }) => {
    state.tasks[task.id] = { task, status: 'waiting', attempts: 0, attemptsUsed: 0 };
    if (task.replaces !== undefined) (state.redone[task.replaces] ??= []).push(task.id);
    if (task.copyOf !== undefined) (state.copies[task.copyOf] ??= []).push(task.id);
    state.counts.waiting += 1;
  },
  'task:queued': (state, { taskId, messageId, hash }) => {
    const task = taskOf(state, taskId);
    move(state, task, 'queued');
    task.messageId = messageId;
    if (hash !== undefined) task.hash = hash;
  },
  'task:started': (state, event) => {
    const task = taskOf(state, event.taskId);
    move(state, task, 'running');
    task.attempts = event.attempt;
    task.accountId = event.accountId;
    task.target = event.target;
    task.startedAt = event.at;
  },
  'task:retried': (state, { taskId, isCounted }) => {
    const task = taskOf(state, taskId);
    move(state, task, 'queued');
    if (isCounted) task.attemptsUsed += 1;
  },
  'task:repaired': (state, event) => {
    const task = taskOf(state, event.taskId);
    move(state, task, 'waiting');
    task.attemptsUsed += 1;
    task.complaint = event.reason;
    addCall(state, event);
  },
  'task:done': (state, event) => {
    const task = taskOf(state, event.taskId);
    end(state, task, 'done', event.at);
    task.accountId = event.accountId;
    task.target = event.target;
    task.attempts = event.attempt;
    task.output = event.output;
    if (event.takenFrom !== undefined) return;
    if (event.cached === undefined) addCall(state, event);
    else addCached(state, event.cached);
  },
  'task:failed': (state, event) => {
    const task = taskOf(state, event.taskId);
    end(state, task, 'failed', event.at);
    task.failure = event.failure;
  },
  'task:skipped': (state, event) => {
    const task = taskOf(state, event.taskId);
    end(state, task, 'skipped', event.at);
    task.reason = event.because;
  },
  'task:cancelled': (state, event) => {
    const task = taskOf(state, event.taskId);
    end(state, task, 'cancelled', event.at);
    task.reason = event.reason;
  },
  'task:duplicate': (state, event) => {
    state.duplicates += 1;
    addCall(state, event);
  },
  'merge:started': (state, { round }) => void (roundOf(state, round).isMerging = true),
  'merge:done': (state, { round, output, citations, conflicts }) => {
    const merged = roundOf(state, round);
    merged.output = output;
    if (citations !== undefined) merged.citations = citations;
    if (conflicts !== undefined) merged.conflicts = conflicts;
  },
  'evaluate:started': () => {},
  'evaluate:done': (state, { round, verdict }) => void (roundOf(state, round).verdict = verdict),
  'budget:step': () => {},
  'plan:forecast': (state, { forecast }) => void (state.forecast = forecast),
  'budget:reached': (state, { limit }) => void state.reached.push(limit),
  'run:cancelling': (state) => void (state.status = 'cancelling'),
  'run:ended': (state, event) => {
    state.status = event.status;
    state.output = event.output;
    state.endedAt = event.at;
    if (event.failure !== undefined) state.failure = event.failure;
  },
};

function isNews({ answers }: RunState, { id, answer }: Answer): boolean {
  return answers.find((known) => known.id === id)?.answer !== answer;
}

/** Rounds that were merged of tasks that used other answers. */
function outdate({ planTasks, rounds }: RunState, changed: readonly string[]): void {
  if (!planTasks.some(({ uses }) => uses.some((id) => changed.includes(id)))) return;
  for (const round of rounds) if (round.isMerging === true) round.isOutdated = true;
}

function taskOf(state: RunState, taskId: string): TaskState {
  const task = state.tasks[taskId];
  if (task === undefined) throw new Error(`The log of run ${state.runId} names task ${taskId} before it was added.`);
  return task;
}

/** Adds an item, or puts it in the place of the one that has its id: then it is `true`. */
function put<Item extends { readonly id: string }>(items: Item[], item: Item): boolean {
  const index = items.findIndex(({ id }) => id === item.id);
  if (index < 0) items.push(item);
  else items[index] = item;
  return index >= 0;
}

function roundOf(state: RunState, round: number): RoundState {
  const found = state.rounds.find((candidate) => candidate.round === round);
  if (found === undefined) throw new Error(`The log of run ${state.runId} names round ${round} before it was started.`);
  return found;
}

function move(state: RunState, task: TaskState, status: TaskStatus): void {
  state.counts[task.status] -= 1;
  state.counts[status] += 1;
  task.status = status;
}

function end(state: RunState, task: TaskState, status: TaskStatus, at: number): void {
  move(state, task, status);
  task.endedAt = at;
}

function addCall(
  state: RunState,
  call: { readonly usage: Usage; readonly costUsd?: number | undefined; readonly target: Target },
): void {
  // A function of the app is no call of a model.
  if (call.target.provider === FUNCTION_PROVIDER) return;
  const { usage } = state;
  usage.inputTokens += call.usage.inputTokens;
  usage.outputTokens += call.usage.outputTokens;
  usage.cachedInputTokens += call.usage.cachedInputTokens;
  usage.cacheWriteTokens += call.usage.cacheWriteTokens;
  usage.reasoningTokens += call.usage.reasoningTokens;
  state.calls += 1;
  if (call.costUsd !== undefined) state.cost.usd += call.costUsd;
  else addUnpriced(state.cost.unpriced, toTargetName(call.target));
}

function addCached({ cost }: RunState, { savedUsd = 0 }: CachedAnswer): void {
  cost.cachedAnswers += 1;
  cost.savedUsd += savedUsd;
}

function addUnpriced(unpriced: string[], name: string): void {
  if (!unpriced.includes(name)) unpriced.push(name);
}
