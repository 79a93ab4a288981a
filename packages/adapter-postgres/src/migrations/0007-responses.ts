import type { Migration } from '../migrate.ts';

/** Answers that may be given again. Times are epoch ms. */
export const responses: Migration = {
  name: 'responses',
  sql: (schema) => `
CREATE TABLE ${schema}.responses (
  key text PRIMARY KEY,
  -- The newest has the highest.
  id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  body text NOT NULL,
  stored_at float8 NOT NULL
);
`,
};
