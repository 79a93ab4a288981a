import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { DeskAnswer } from './global-setup.ts';

/** The PostgreSQL of this test run. */
export interface TestDatabase {
  /** There is none on this machine: `describe.skipIf(isMissing)`. With `CI` set asking for it fails instead. */
  readonly isMissing: boolean;
  readonly connectionString: string;
  /** A name for a schema that nobody else has. */
  newSchema(): string;
}

export async function testDatabase(): Promise<TestDatabase> {
  const answer = await fetch(inject('databaseDesk'));
  const text = await answer.text();
  if (answer.ok) {
    const { connectionString, schemaPrefix } = JSON.parse(text) as DeskAnswer;
    const newSchema = () => `${schemaPrefix}${randomBytes(6).toString('hex')}`;
    return { isMissing: false, connectionString, newSchema };
  }
  if (answer.status !== 404 || process.env['CI']) throw new Error(text);
  return { isMissing: true, connectionString: '', newSchema: () => '' };
}
