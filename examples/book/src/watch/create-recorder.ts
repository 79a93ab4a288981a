import {
  addUsage,
  NO_USAGE,
  toTargetName,
  type PlanTask,
  type PoolStatus,
  type RunEvent,
  type RunEventOf,
  type Target,
  type Task,
  type Usage,
} from '@manyhands/core';
import { toMilestone } from './milestone.ts';
import type { LimitSample, RunRecord, Span, SpanEnd } from './run-record.ts';

type SpanFacts = Pick<Span, 'usage' | 'costUsd' | 'note' | 'isRefused'>;

export interface Recorder {
  readonly record: RunRecord;
  add(event: RunEvent): void;
  /** @param at Epoch ms. */
  sample(status: PoolStatus, at: number): void;
}

/** Gathers what the live view and the report show. Its work per event does not grow with the run. */
export function createRecorder(): Recorder {
  const record = createRecord();
  const tasks = new Map<string, Task>();
  const open = new Map<string, Span>();

  function start(event: RunEventOf<'task:started'>): void {
    const task = tasks.get(event.taskId);
    if (task === undefined) return;
    const span: Span = {
      taskId: event.taskId,
      title: task.title,
      kind: task.kind,
      round: task.round,
      ...(task.piece !== undefined && { piece: task.piece }),
      attempt: event.attempt,
      accountId: event.accountId,
      target: toTargetName(event.target),
      startedAt: event.at,
      waitedMs: event.waitedMs,
    };
    open.set(event.taskId, span);
    record.spans.push(span);
    record.counts.running += 1;
  }

  function stop(taskId: string, at: number, end: SpanEnd, facts: SpanFacts): void {
    const span = open.get(taskId);
    if (span === undefined) return;
    open.delete(taskId);
    Object.assign(span, { endedAt: at, end, ...facts });
    record.counts.running -= 1;
  }

  /** Of calls whose answer came, in whatever form. */
  function pay(call: { readonly usage: Usage; readonly costUsd?: number | undefined; readonly target: Target }): void {
    record.usage = addUsage(record.usage, call.usage);
    const name = toTargetName(call.target);
    if (call.costUsd !== undefined) record.cost.usd += call.costUsd;
    else if (!record.cost.unpriced.includes(name)) record.cost.unpriced.push(name);
  }

  function add(event: RunEvent): void {
    const text = toMilestone(event);
    if (text !== undefined) record.milestones.push({ at: event.at, text });
    switch (event.type) {
      case 'run:resumed':
        record.resumes += 1;
        for (const taskId of open.keys()) stop(taskId, event.at, 'cancelled', { note: 'Lost with its process.' });
        return;
      case 'task:added':
        tasks.set(event.task.id, event.task);
        record.counts.total += 1;
        return;
      case 'task:started':
        return start(event);
      case 'task:retried':
        return stop(event.taskId, event.at, 'retried', {
          note: event.failure.message,
          isRefused: event.failure.kind === 'rate-limited' || event.failure.kind === 'quota-exhausted',
        });
      case 'task:repaired':
        pay(event);
        return stop(event.taskId, event.at, 'repaired', { ...toPaid(event), note: event.reason });
      case 'task:done':
        pay(event);
        record.counts.done += 1;
        return stop(event.taskId, event.at, 'done', toPaid(event));
      case 'task:failed':
        record.counts.failed += 1;
        return stop(event.taskId, event.at, 'failed', { note: event.failure.message });
      case 'task:cancelled':
        record.counts.cancelled += 1;
        return stop(event.taskId, event.at, 'cancelled', { note: event.reason });
      case 'task:skipped':
        record.counts.skipped += 1;
        return;
      case 'task:duplicate':
        return pay(event);
      default:
        addStage(record, event);
    }
  }

  return { record, add, sample: createSampler(record.samples) };
}

function addStage(record: RunRecord, event: RunEvent): void {
  if (event.type === 'run:started') record.startedAt = event.at;
  if (event.type === 'input:closed') record.pieces = event.pieces;
  if (event.type === 'round:started') record.round = event.round;
  if (event.type === 'plan:task') keepPlanned(record.plan, event.task);
  if (event.type === 'plan:closed') record.merge ??= event.merge;
  if (event.type === 'evaluate:done') record.verdicts.push({ round: event.round, verdict: event.verdict });
  if (event.type === 'run:ended') record.endedAt = event.at;
}

const MAX_SAMPLES = 600;

/** Takes samples ever more rarely, so that a run of a day is no longer a list than one of a minute. */
function createSampler(samples: LimitSample[]): Recorder['sample'] {
  let everyMs = 0;
  return ({ accounts }, at) => {
    if (at < (samples.at(-1)?.at ?? 0) + everyMs) return;
    samples.push({ at, accounts: accounts.map(({ accountId, limits }) => ({ accountId, limits })) });
    if (samples.length <= MAX_SAMPLES) return;
    samples.splice(0, samples.length, ...samples.filter((_, index) => index % 2 === 0));
    everyMs = Math.max(2 * everyMs, (2 * (at - samples[0]!.at)) / MAX_SAMPLES);
  };
}

/** A planner that was asked again may name the same task again. */
function keepPlanned(plan: PlanTask[], task: PlanTask): void {
  if (!plan.some(({ id }) => id === task.id)) plan.push(task);
}

function toPaid({
  usage,
  costUsd,
}: {
  readonly usage: Usage;
  readonly costUsd?: number | undefined;
}): Pick<Span, 'usage' | 'costUsd'> {
  return { usage, ...(costUsd !== undefined && { costUsd }) };
}

function createRecord(): RunRecord {
  return {
    startedAt: 0,
    round: 1,
    resumes: 0,
    pieces: 0,
    counts: { total: 0, running: 0, done: 0, failed: 0, skipped: 0, cancelled: 0 },
    spans: [],
    samples: [],
    milestones: [],
    plan: [],
    verdicts: [],
    usage: NO_USAGE,
    cost: { usd: 0, unpriced: [] },
  };
}
