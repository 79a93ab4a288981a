import type { AccountStatus, PauseReason, PoolStatus } from '@manyhands/core';
import type { LimitUse, RunRecord, Span } from '../watch/run-record.ts';

/** One account as the live view shows it. */
export interface AccountRow {
  readonly id: string;
  readonly provider: string;
  readonly running: number;
  readonly done: number;
  /** Of the model family whose limits are used most. */
  readonly limits: readonly LimitUse[];
  readonly paused?: PauseReason;
}

/** All that the live view shows, at one moment. */
export interface Frame {
  readonly elapsedMs: number;
  /** Missing while it cannot be told. */
  readonly etaMs?: number;
  readonly round: number;
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
  readonly tokens: number;
  readonly accounts: readonly AccountRow[];
}

/** @param now Epoch ms. */
export function toFrame(record: RunRecord, status: PoolStatus, now: number): Frame {
  const { total, running, done, failed, skipped, cancelled } = record.counts;
  const left = total - done - failed - skipped - cancelled;
  const etaMs = estimateLeftMs(record.spans, left, now);
  return {
    elapsedMs: now - record.startedAt,
    round: record.round,
    total,
    done,
    running,
    waiting: left - running,
    failed,
    tokens: record.usage.inputTokens + record.usage.outputTokens,
    accounts: toAccountRows(record.spans, status.accounts),
    ...(etaMs !== undefined && { etaMs }),
  };
}

/** Long enough to even out bursts, short enough to follow a limit that binds. */
const RATE_WINDOW_MS = 8_000;
const MIN_ENDED = 3;

/** What is left at the rate of the last seconds. */
function estimateLeftMs(spans: readonly Span[], left: number, now: number): number | undefined {
  const from = now - RATE_WINDOW_MS;
  const ended = spans.filter(({ end, endedAt = 0 }) => end === 'done' && endedAt >= from).length;
  if (left === 0 || ended < MIN_ENDED) return undefined;
  const first = spans[0]?.startedAt ?? now;
  return (left / ended) * Math.min(RATE_WINDOW_MS, now - first);
}

function toAccountRows(spans: readonly Span[], statuses: readonly AccountStatus[]): AccountRow[] {
  const tallies = countByAccount(spans);
  const rows = new Map<string, AccountRow>();
  for (const { accountId: id, provider, limits, paused } of statuses) {
    const other = rows.get(id);
    if (other !== undefined && shareOf(other.limits) >= shareOf(limits)) continue;
    const { running, done } = tallies.get(id) ?? { running: 0, done: 0 };
    rows.set(id, { id, provider, running, done, limits, ...(paused && { paused: paused.reason }) });
  }
  return [...rows.values()];
}

function countByAccount(spans: readonly Span[]): Map<string, { running: number; done: number }> {
  const tallies = new Map<string, { running: number; done: number }>();
  for (const { accountId, end } of spans) {
    const tally = tallies.get(accountId) ?? { running: 0, done: 0 };
    if (end === undefined) tally.running += 1;
    if (end === 'done') tally.done += 1;
    tallies.set(accountId, tally);
  }
  return tallies;
}

/** Of the limit that is used most: 0 to 1. */
export function shareOf(limits: readonly LimitUse[]): number {
  return Math.max(0, ...limits.map(({ used, limit }) => used / limit));
}
