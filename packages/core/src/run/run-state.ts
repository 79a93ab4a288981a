import type { Failure } from '../domain/failure.ts';
import type { GoalRecord, RunStatus } from '../domain/goal.ts';
import type { Json } from '../domain/json.ts';
import type { Citation, Conflict } from '../domain/merged.ts';
import type { PlanForecast } from '../domain/plan-forecast.ts';
import type { Piece } from '../domain/piece.ts';
import type { Answer, MergePlan, Plan, PlanTask, Question, Redo } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE, type RunCost, type Usage } from '../domain/usage.ts';
import type { Criterion, Gap, Verdict } from '../domain/verdict.ts';

export type TaskStatus = 'waiting' | 'queued' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';

/** What is known of one task. Plain data. */
export interface TaskState {
  task: Task;
  status: TaskStatus;
  /** Attempts begun. */
  attempts: number;
  /** Those of them that count and failed. */
  attemptsUsed: number;
  messageId?: string;
  /** Of what was asked; see `task:queued`. Missing before it was. */
  hash?: string;
  accountId?: string;
  target?: Target;
  output?: Json;
  failure?: Failure;
  /** What was wrong with its last answer, while it is asked again. */
  complaint?: string;
  /** Why it was skipped or cancelled. */
  reason?: string;
  /** Epoch ms of the start of its newest attempt, and of its end. */
  startedAt?: number;
  endedAt?: number;
}

/** A round of plan, work, merge and evaluate. */
export interface RoundState {
  round: number;
  missing: Gap[];
  /** What was planned in it, in order. */
  planned: PlanTask[];
  /** Places that are done again in it. */
  redone: string[];
  /** Waits for what the app says of it. */
  proposed?: Plan;
  refused?: { plan: Plan; reason: string }[];
  /** What is to be run, until all of it is in the log. */
  approved?: Plan;
  merge?: MergePlan;
  isMerging?: boolean;
  /** What it was merged of has changed since, by an answer. */
  isOutdated?: boolean;
  output?: Json;
  citations?: Citation[];
  conflicts?: Conflict[];
  verdict?: Verdict;
}

/** Everything that is known of a run, folded from its events; equal after a round trip through JSON. */
export interface RunState {
  runId: string;
  status: 'running' | 'cancelling' | RunStatus;
  goal: GoalRecord;
  criteria: Criterion[];
  pieces: Piece[];
  isInputClosed: boolean;
  questions: Question[];
  /** Epoch ms of when they were. */
  askedAt?: number;
  answers: Answer[];
  planTasks: PlanTask[];
  /** What is to be done again, by place: the newest wish counts. */
  redos: Record<string, Redo & { round: number }>;
  /** Grows whenever something changed that tasks were made of: their hashes may be others now. */
  revision: number;
  rounds: RoundState[];
  /** By task id, in the order they were added. */
  tasks: Record<string, TaskState>;
  /** Ids of the tasks that took over a place, by place, in the order they were added. */
  redone: Record<string, string[]>;
  /** Ids of further tries at the work of a task, and of the choice among them, by its id. */
  copies: Record<string, string[]>;
  /** Tasks per status. */
  counts: Record<TaskStatus, number>;
  usage: Usage;
  cost: RunCost;
  /** Answers received, repeated and invalid ones included. */
  calls: number;
  /** Results of tasks that had one already. */
  duplicates: number;
  /** Calls made again because the process that made them died. */
  repeated: number;
  /** Bounds of the budget that were reached. */
  reached: string[];
  /** Of the work of the plan, when the goal asked for it. */
  forecast?: PlanForecast;
  output: Json;
  failure?: Failure;
  lastSeq: number;
  /** Epoch ms. */
  startedAt: number;
  endedAt?: number;
}

export function createRunState(runId: string): RunState {
  return {
    runId,
    status: 'running',
    goal: { goal: '', budget: {} },
    criteria: [],
    pieces: [],
    isInputClosed: false,
    questions: [],
    answers: [],
    planTasks: [],
    redos: {},
    revision: 0,
    rounds: [],
    tasks: {},
    redone: {},
    copies: {},
    counts: { waiting: 0, queued: 0, running: 0, done: 0, failed: 0, skipped: 0, cancelled: 0 },
    usage: { ...NO_USAGE },
    cost: { usd: 0, unpriced: [], cachedAnswers: 0, savedUsd: 0 },
    calls: 0,
    duplicates: 0,
    repeated: 0,
    reached: [],
    output: null,
    lastSeq: 0,
    startedAt: 0,
  };
}

const TERMINAL: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['done', 'failed', 'skipped', 'cancelled']);

export function isTerminal(status: TaskStatus): boolean {
  return TERMINAL.has(status);
}
