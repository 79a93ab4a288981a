import type { ControlMessage, Report, TaskMessage } from '../domain/message.ts';

/** A task handed to a worker. Exactly one of the three is called, once; a second call throws. */
export interface Delivery {
  readonly message: TaskMessage;
  /**
   * Aborts when the task was given to another worker before its call began: it is dropped without a report, and settling
   * it does nothing any more. Left out by transports that never take a delivery back.
   */
  readonly revoked?: AbortSignal;
  /** A call is about to leave: from now on the task stays here. `false`: it was given away meanwhile. May be called again. */
  begin?(): boolean;
  /** Done: never delivered again. */
  ack(): Promise<void>;
  /** Delivered again, to any worker, after `delayMs`. */
  retryLater(delayMs: number): Promise<void>;
  /** Never delivered again; kept in the dead letters with its reason. */
  reject(reason: string): Promise<void>;
}

/** A quota group that a worker could use: an account, or several that the vendor counts together. */
export interface OfferedGroup {
  /** The same in every worker. Holds no key. */
  readonly name: string;
  readonly provider: string;
  /** Calls a minute, at a guess: how much it can do beside others. */
  readonly capacity: number;
  readonly routes: readonly string[];
}

/** The quota groups of a worker, for transports that share them out: each is then one worker's at a time. */
export interface GroupShares {
  offered(): readonly OfferedGroup[];
  /** Groups that calls went to from here, by when (epoch ms) another may use them as if none had; infinite while that depends on calls. */
  used(): ReadonlyMap<string, number>;
  /** From now on these are its own, each from the given time on (epoch ms), and it starts no calls on others. */
  assign(own: ReadonlyMap<string, number>): void;
}

export interface ConsumeOptions {
  readonly routes: readonly string[];
  /** Left out: all accounts of the worker are its own. */
  readonly shares?: GroupShares;
  /** Deliveries that may be unsettled at once: nothing is pulled beyond it. */
  readonly maxInFlight: number;
  onTask(delivery: Delivery): void;
  /** Every worker gets every control message. */
  onControl(message: ControlMessage): void;
}

export interface Subscription {
  /** Nothing more is handed over from now on; resolves when all that was handed over is settled. */
  close(): Promise<void>;
}

export interface SubscribeOptions {
  /**
   * Epoch ms when the run was started, of a run that is taken over: what was reported since and was not handled is handed over
   * first. Default: nothing was reported before.
   */
  readonly since?: number;
}

/**
 * Carries tasks to workers, and reports and control messages between workers and the driver of a run. Promises:
 * `publish` resolves when the tasks are stored; each is delivered at least once; a task whose worker died before
 * it was settled is delivered again; `report` resolves when the report is stored, and the reports of
 * one task from one worker arrive in order, at least once, one handler call of a task at a time; `close` drains.
 */
export interface Transport {
  /** For messages and logs: `memory`, `kafka`. */
  readonly name: string;
  publish(tasks: readonly TaskMessage[]): Promise<void>;
  consume(options: ConsumeOptions): Promise<Subscription>;
  /** Worker → the driver of `report.runId`. Resolves when it is stored (in memory: handled). */
  report(report: Report): Promise<void>;
  /**
   * Driver: takes the reports of one run. A handler that throws gets the report again. Resolves when all reports that were
   * stored before are handed over: those that came while nobody drove the run, too.
   */
  subscribe(
    runId: string,
    onReport: (report: Report) => Promise<void> | void,
    options?: SubscribeOptions,
  ): Promise<Subscription>;
  /**
   * Ids of the messages of a run that are published and not settled: what a driver that takes a run over need not publish
   * again. Left out by transports that forget them with their process.
   */
  held?(runId: string): Promise<ReadonlySet<string>>;
  /** Driver → all workers. */
  control(message: ControlMessage): Promise<void>;
  close(): Promise<void>;
}
