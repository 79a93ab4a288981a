import type { Report } from '../domain/message.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import { toFailure } from '../errors/manyhands-error.ts';
import type { OpenCall, OpenCalls } from '../run/open-calls.ts';
import type { RunLog } from '../run/run-log.ts';
import { isTerminal } from '../run/run-state.ts';

type ReportOf<Type extends Report['type']> = Extract<Report, { type: Type }>;

export interface CollectorOptions {
  readonly log: RunLog;
  readonly open: OpenCalls;
  readonly maxAttempts: number;
  /** Asks again: the answer was not in the asked form. */
  repeat(open: OpenCall, reason: string, answer: string): void;
  /** The answer is what was asked for, and in the log. */
  onAccepted?(report: ReportOf<'succeeded'>): void;
  onProgress(taskId: string, attempt: number, text: string): void;
}

export interface Collector {
  /** Resolves when what the report said is stored, so that its delivery may be acked. */
  collect(report: Report): Promise<void>;
  /** Whether reports of the task came before it was asked for. */
  holds(taskId: string): boolean;
  /** The task is asked for now. */
  collectEarly(taskId: string): Promise<void>;
}

/**
 * Turns reports into events. They come in any order and possibly twice: the first result of a task counts, later ones are
 * recorded as duplicates. Of a run that is resumed they may come before the stage that asked has got there again: they are
 * kept for it. (Should this process die meanwhile, these calls are made once more.)
 */
export function createCollector(options: CollectorOptions): Collector {
  const { log, open, maxAttempts } = options;
  /** Text of the current attempt per streamed task. */
  const texts = new Map<string, { attempt: number; text: string }>();
  const early = new Map<string, Report[]>();

  async function collectEarly(taskId: string): Promise<void> {
    for (const report of early.get(taskId) ?? []) await collect(report);
    early.delete(taskId);
  }

  async function collect(report: Report): Promise<void> {
    const call = open.get(report.taskId);
    if (call === undefined) return collectUnasked(report);
    switch (report.type) {
      case 'started':
        return collectStart(report, call);
      case 'progress':
        return collectProgress(report, call);
      case 'attempt-failed':
        return collectFailedAttempt(report);
      case 'succeeded':
        return collectAnswer(report, call);
      case 'failed':
        return collectFailure(report, call);
    }
  }

  /** Of a task that has ended, or that is not asked for yet. */
  async function collectUnasked(report: Report): Promise<void> {
    const task = log.state.tasks[report.taskId];
    if (task === undefined) return;
    if (isTerminal(task.status)) return collectLate(report);
    const reports = early.get(report.taskId) ?? [];
    early.set(report.taskId, reports);
    reports.push(report);
  }

  async function collectLate(report: Report): Promise<void> {
    if (report.type !== 'succeeded') return;
    const { taskId, accountId, target, costUsd } = report;
    await log.append({
      type: 'task:duplicate',
      taskId,
      accountId,
      target,
      usage: report.response.usage,
      ...priced(costUsd),
    });
  }

  async function collectStart(report: ReportOf<'started'>, call: OpenCall): Promise<void> {
    const { taskId, attempt, accountId, target, waitedMs } = report;
    call.begun = Math.max(call.begun, attempt);
    await log.append({ type: 'task:started', taskId, attempt, accountId, target, waitedMs });
  }

  function collectProgress(report: ReportOf<'progress'>, call: OpenCall): void {
    const { taskId, attempt } = report;
    if (attempt <= call.inherited) return;
    const known = texts.get(taskId);
    const text = (known?.attempt === attempt ? known.text : '') + report.text;
    texts.set(taskId, { attempt, text });
    call.call.onText?.(text);
    options.onProgress(taskId, attempt, text);
  }

  async function collectFailedAttempt(report: ReportOf<'attempt-failed'>): Promise<void> {
    const { taskId, attempt, accountId, target, failure, isCounted } = report;
    await log.append({ type: 'task:retried', taskId, attempt, accountId, target, failure, isCounted });
  }

  async function collectAnswer(report: ReportOf<'succeeded'>, call: OpenCall): Promise<void> {
    const { taskId, attempt, accountId, target, response, costUsd, durationMs, cached } = report;
    texts.delete(taskId);
    const { usage, finishReason } = response;
    const read = tryRead(call, report);
    if (read.isValid) {
      const { output } = read;
      await log.append({
        type: 'task:done',
        taskId,
        attempt,
        accountId,
        target,
        output,
        finishReason,
        usage,
        durationMs,
        ...priced(costUsd),
        ...(cached !== undefined && { cached }),
      });
      options.onAccepted?.(report);
      return open.settle(taskId, { status: 'done', output });
    }
    call.used = Math.max(call.used, report.attemptsUsed);
    const { reason } = read;
    await log.append({ type: 'task:repaired', taskId, attempt, accountId, target, reason, usage, ...priced(costUsd) });
    if (call.used < maxAttempts) return options.repeat(call, reason, response.text);
    await fail(taskId, new InvalidAnswerError(`No answer in the asked form after ${call.used} attempts: ${reason}`));
  }

  async function collectFailure(report: ReportOf<'failed'>, call: OpenCall): Promise<void> {
    if (report.messageId !== call.messageId) return;
    const { taskId, failure } = report;
    await log.append({ type: 'task:failed', taskId, failure });
    open.settle(taskId, { status: 'failed', failure });
  }

  async function fail(taskId: string, error: unknown): Promise<void> {
    const failure = toFailure(error);
    await log.append({ type: 'task:failed', taskId, failure });
    open.settle(taskId, { status: 'failed', failure });
  }

  return { collect, holds: (taskId) => early.has(taskId), collectEarly };
}

function priced(costUsd: number | undefined): { costUsd?: number } {
  return costUsd === undefined ? {} : { costUsd };
}

type Reading =
  | { readonly isValid: true; readonly output: ReturnType<OpenCall['call']['read']> }
  | { readonly isValid: false; readonly reason: string };

function tryRead(call: OpenCall, report: ReportOf<'succeeded'>): Reading {
  try {
    return { isValid: true, output: call.call.read(report.response) };
  } catch (error) {
    return { isValid: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
