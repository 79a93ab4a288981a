import { runs } from './0001-runs.ts';
import { limits } from './0002-limits.ts';
import { accounts } from './0003-accounts.ts';
import { responses } from './0004-responses.ts';
import { responseAge } from './0005-response-age.ts';

/** In the order in which they are applied; their number is the version of the schema. Never changed once released. */
export const MIGRATIONS: readonly string[] = [runs, limits, accounts, responses, responseAge];
