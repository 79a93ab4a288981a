import type { Failure } from '../domain/failure.ts';

export interface ErrorFacts {
  /** Stable, for programs: `MANYHANDS_…`. */
  readonly code: string;
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
}

/** Base of every error that manyhands throws. The message says what happened and what to do. */
export class ManyhandsError extends Error {
  override readonly name: string = 'ManyhandsError';
  readonly code: string;
  readonly isRetryable: boolean;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.isRetryable = facts.isRetryable ?? false;
  }

  /** As plain data, for messages and events. */
  toFailure(): Failure {
    return { code: this.code, message: this.message, isRetryable: this.isRetryable };
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof ManyhandsError) return error.toFailure();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'MANYHANDS_UNEXPECTED', message, isRetryable: false };
}
