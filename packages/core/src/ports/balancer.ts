import type { Account } from '../domain/account.ts';
import type { CallEstimate, LimitName, LimitObservation } from '../domain/limits.ts';
import type { Target } from '../domain/target.ts';
import type { Usage } from '../domain/usage.ts';
import type { ProviderError } from '../errors/provider-error.ts';

/** What a task needs leave for. */
export interface PermitRequest {
  /** In order of preference. */
  readonly targets: readonly Target[];
  readonly estimate: Pick<CallEstimate, 'inputTokens' | 'maxOutputTokens'>;
  /** For learning how long answers are: tasks of one route are alike. */
  readonly route: string;
  readonly runId: string;
  /** The run's share of a pool that is not enough for all, beside the shares of others. Default 1. */
  readonly weight?: number;
  /** Higher goes first. Default 0. */
  readonly priority?: number;
  /** Among equals the longest goes first. Default 0. */
  readonly remainingPathMs?: number;
  /** Epoch ms: refused at once when it is known that no call can start before it. */
  readonly deadlineAt?: number;
  /** Calls with the same key share a long prefix, which the account that served one may still hold in its cache. */
  readonly affinityKey?: string;
  /** Accounts that failed this task already: taken only when nothing else could serve it. */
  readonly avoid?: ReadonlySet<string>;
}

/**
 * Leave to start one call on one account now. Exactly one of `settle`, `fail` and `cancel` ends it; later ones do nothing.
 */
export interface Permit {
  readonly account: Account;
  readonly target: Target;
  /** Resolves when the call may leave: the account's start gate. Rejects when the signal given to `acquire` aborts. */
  start(): Promise<void>;
  /** The vendor answered. */
  settle(usage: Usage, limits: readonly LimitObservation[]): void;
  /** The call failed; what follows for account, group, model or target is the balancer's to know. */
  fail(error: ProviderError): void;
  /** The call never left, or was aborted: what was reserved is given back where the vendor will not have counted it. */
  cancel(): void;
}

export type PauseReason =
  | 'rate-limited'
  | 'quota-exhausted'
  | 'overloaded'
  | 'credential'
  | 'circuit-open'
  | 'disabled'
  | 'draining';

/** One limit of a quota group as it is now. */
export interface LimitView {
  readonly name: LimitName;
  readonly limit: number;
  /** What may come at once, where the vendor refills evenly and that is less than the limit. */
  readonly burst?: number;
  readonly used: number;
  /** What could be taken now. */
  readonly free: number;
  /** By the account's owner, or found out from what the vendor says. */
  readonly source: 'stated' | 'learned';
}

/** A quota group (account × model family) as it is now. */
export interface AccountStatus {
  readonly accountId: string;
  readonly provider: string;
  readonly owner?: string;
  /** Shared by accounts of one `quotaGroup`. */
  readonly quotaGroup: string;
  readonly family: string;
  readonly inFlight: number;
  readonly limits: readonly LimitView[];
  readonly paused?: {
    readonly reason: PauseReason;
    /** Epoch ms; missing: until someone changes it. */ readonly until?: number;
  };
}

export interface PoolStatus {
  readonly waiting: number;
  readonly inFlight: number;
  readonly accounts: readonly AccountStatus[];
}

/** Shares the accounts of a pool between all calls of a process. */
export interface Balancer {
  /**
   * Waits until a call can start within every limit. Rejects with `MANYHANDS_ABORTED` when `signal` aborts,
   * `MANYHANDS_DEADLINE` when the deadline cannot be met (a `DeadlineError` with `earliestAt`), `MANYHANDS_NO_ACCOUNT` when no account that is
   * left could ever serve it.
   */
  acquire(request: PermitRequest, signal: AbortSignal): Promise<Permit>;
  /** One that is known by its id gets its new key and limits. */
  add(account: Account): void;
  /** Takes no new calls; those under way end. */
  remove(accountId: string): void;
  setDisabled(accountId: string, isDisabled: boolean): void;
  status(): PoolStatus;
  /** Rejects all who wait. */
  close(): void;
}
