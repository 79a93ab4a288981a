import type { Cost, LimitName, MergePlan, PlanTask, TaskKind, Usage, Verdict } from '@manyhands/core';

/** How an attempt ended. A `repaired` one was answered, but not in the asked form. */
export type SpanEnd = 'done' | 'retried' | 'repaired' | 'failed' | 'cancelled';

/** One attempt of a task on one account. Times are epoch ms. */
export interface Span {
  readonly taskId: string;
  readonly title: string;
  readonly kind: TaskKind;
  readonly round: number;
  /** Index of the piece it works on. */
  readonly piece?: number;
  readonly attempt: number;
  readonly accountId: string;
  readonly target: string;
  readonly startedAt: number;
  /** How long the task waited for a limit before it. */
  readonly waitedMs: number;
  endedAt?: number;
  end?: SpanEnd;
  usage?: Usage;
  /** US dollars; missing where no price is known. */
  costUsd?: number;
  /** Why it was retried, repaired or failed. */
  note?: string;
  /** The vendor said that a limit was reached. */
  isRefused?: boolean;
}

export interface LimitUse {
  readonly name: LimitName;
  readonly used: number;
  readonly limit: number;
}

/** Limit use of every quota group of the pool at one moment. */
export interface LimitSample {
  /** Epoch ms. */
  readonly at: number;
  readonly accounts: readonly { readonly accountId: string; readonly limits: readonly LimitUse[] }[];
}

export interface Milestone {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

export interface TaskCounts {
  total: number;
  running: number;
  done: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

/** What the live view and the report know of a run, gathered from its events. */
export interface RunRecord {
  startedAt: number;
  endedAt?: number;
  round: number;
  /** How often another process went on with it. */
  resumes: number;
  pieces: number;
  readonly counts: TaskCounts;
  readonly spans: Span[];
  readonly samples: LimitSample[];
  readonly milestones: Milestone[];
  readonly plan: PlanTask[];
  merge?: MergePlan;
  readonly verdicts: { readonly round: number; readonly verdict: Verdict }[];
  usage: Usage;
  readonly cost: { usd: number; readonly unpriced: string[] } & Cost;
}
