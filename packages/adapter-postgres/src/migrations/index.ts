import type { Migration } from '../migrate.ts';

/** In the order in which they are applied; their number is the version of the schema. */
export const MIGRATIONS: readonly Migration[] = [];
