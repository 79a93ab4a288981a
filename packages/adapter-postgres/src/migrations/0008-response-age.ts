import type { Migration } from '../migrate.ts';

/** So that old answers are found without a look at all. */
export const responseAge: Migration = {
  name: 'response age',
  sql: (schema) => `CREATE INDEX ON ${schema}.responses (stored_at)`,
};
