import { ManyhandsError } from '@manyhands/core';

/** Classes of SQLSTATE that pass: connection, rolled back, resources, operator intervention, system. */
const PASSING = /^(08|40|53|57|58)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** The same statement may succeed when it is tried again, unless the database refused what it says. */
export function toDatabaseError(cause: unknown): ManyhandsError {
  if (cause instanceof ManyhandsError) return cause;
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  const isRefused = typeof code === 'string' && SQLSTATE.test(code) && !PASSING.test(code);
  return new ManyhandsError(`PostgreSQL could not do what it was asked: ${String(message)}`, {
    code: isRefused ? 'MANYHANDS_DATABASE' : 'MANYHANDS_DATABASE_AWAY',
    isRetryable: !isRefused,
    cause,
  });
}
