import type { Database } from './database.ts';
import { toDatabaseError } from './to-database-error.ts';

/** Gives the rows of one statement. @throws ManyhandsError */
export type Query = <Row>(text: string, ...values: unknown[]) => Promise<Row[]>;

/** @param attempted how often a statement is tried. Default: once. */
export function createQuery(database: Database, attempted: <T>(attempt: () => Promise<T>) => Promise<T> = once): Query {
  return <Row>(text: string, ...values: unknown[]) =>
    attempted(async () => {
      const pool = await database.ready();
      return (await pool.query(text, values)).rows as Row[];
    });
}

async function once<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw toDatabaseError(error);
  }
}
