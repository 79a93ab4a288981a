import type { Failure, FailureKind } from '../domain/failure.ts';
import type { LimitObservation } from '../domain/limits.ts';
import { ManyhandsError } from './manyhands-error.ts';

/** Kinds that may pass when tried again, on this account or another. */
const PASSING: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'rate-limited',
  'quota-exhausted',
  'overloaded',
  'credential',
  'server',
  'network',
  'timeout',
  'invalid-response',
]);

export interface ProviderErrorFacts {
  readonly kind: FailureKind;
  readonly provider: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the vendor asks to wait, in ms from the moment the answer arrived: the later of what it said. */
  readonly retryAfterMs?: number;
  readonly limits?: readonly LimitObservation[];
  readonly cause?: unknown;
}

/** The only error a provider throws. */
export class ProviderError extends ManyhandsError {
  override readonly name = 'ProviderError';
  readonly kind: FailureKind;
  readonly provider: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly limits: readonly LimitObservation[];

  constructor(message: string, facts: ProviderErrorFacts) {
    super(message, {
      code: `MANYHANDS_PROVIDER_${facts.kind.toUpperCase().replaceAll('-', '_')}`,
      isRetryable: PASSING.has(facts.kind),
      cause: facts.cause,
    });
    this.kind = facts.kind;
    this.provider = facts.provider;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.limits = facts.limits ?? [];
  }

  override toFailure(): Failure {
    return { ...super.toFailure(), kind: this.kind };
  }
}
