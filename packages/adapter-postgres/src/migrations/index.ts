import type { Migration } from '../migrate.ts';
import { limits } from './0001-limits.ts';
import { limitExchange } from './0002-limit-exchange.ts';
import { runs } from './0003-runs.ts';
import { appendEvents } from './0004-append-events.ts';
import { sweepRuns } from './0005-sweep-runs.ts';
import { accounts } from './0006-accounts.ts';
import { responses } from './0007-responses.ts';
import { responseAge } from './0008-response-age.ts';

/** In the order in which they are applied; their number is the version of the schema. Never changed once released. */
export const MIGRATIONS: readonly Migration[] = [
  limits,
  limitExchange,
  runs,
  appendEvents,
  sweepRuns,
  accounts,
  responses,
  responseAge,
];
