import { ManyhandsError } from '@manyhands/core';

/** Classes of SQLSTATE that pass: connection, rolled back, resources, operator intervention, system. */
const PASSING = /^(08|40|53|57|58)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly isRetryable?: boolean;
}

const FULL: Explanation = {
  code: 'MANYHANDS_DATABASE_FULL',
  message: 'The disk of the database is full, nothing of it was stored; make room and try again',
};
const READ_ONLY: Explanation = {
  code: 'MANYHANDS_DATABASE_NOT_WRITABLE',
  message: 'The database is read-only; give the connection string of the primary',
};
const FORBIDDEN: Explanation = {
  code: 'MANYHANDS_DATABASE_NOT_WRITABLE',
  message: 'The role of the connection may not do this; let migrateDatabase run as the owner, and grant it the schema',
};
const NOT_LET_IN: Explanation = {
  code: 'MANYHANDS_DATABASE_REFUSED',
  message: 'PostgreSQL does not let us in; check user, password and database of the connection string',
};
const NO_ADDRESS: Explanation = {
  code: 'MANYHANDS_POSTGRES_CONNECTION',
  message: 'The connectionString cannot be read; it is like postgres://user:password@host:5432/database',
};
const OTHER: Explanation = { code: 'MANYHANDS_DATABASE', message: 'PostgreSQL could not do what it was asked' };
const AWAY: Explanation = {
  code: 'MANYHANDS_DATABASE_AWAY',
  message: 'PostgreSQL cannot be reached, or stopped while it was asked',
  isRetryable: true,
};

/** By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html, and by the codes of Node. */
const BY_CODE: ReadonlyMap<string, Explanation> = new Map([
  ['53100', FULL],
  ['25006', READ_ONLY],
  ['42501', FORBIDDEN],
  ['28000', NOT_LET_IN],
  ['28P01', NOT_LET_IN],
  ['3D000', NOT_LET_IN],
  ['ERR_INVALID_URL', NO_ADDRESS],
]);

/** The same statement may succeed when it is tried again, unless the database refused what it says. */
export function toDatabaseError(cause: unknown): ManyhandsError {
  if (cause instanceof ManyhandsError) return cause;
  const { code: state, message: said } = cause as { readonly code?: unknown; readonly message?: unknown };
  const { message, ...facts } = explain(typeof state === 'string' ? state : '', cause);
  // What cannot be read may hold a password.
  if (facts.code === NO_ADDRESS.code) return new ManyhandsError(`${message}.`, facts);
  // An attempt at several addresses says nothing itself.
  const detail = typeof said === 'string' && said !== '' ? said : String(state);
  return new ManyhandsError(`${message}: ${detail}`, { ...facts, cause });
}

function explain(state: string, cause: unknown): Explanation {
  const known = BY_CODE.get(state);
  if (known !== undefined) return known;
  const isRefused = (SQLSTATE.test(state) && !PASSING.test(state)) || cause instanceof TypeError;
  return isRefused ? OTHER : AWAY;
}
