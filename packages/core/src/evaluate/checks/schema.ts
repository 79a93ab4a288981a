import * as z from 'zod';
import type { Json } from '../../domain/json.ts';
import { NOTHING_FOUND, type Finding } from '../finding.ts';

/** The output is of the app's schema. Says nothing where the app gave none. */
export async function checkSchema(output: Json, schema: z.ZodType | undefined): Promise<Finding> {
  if (schema === undefined) return NOTHING_FOUND;
  const problem = await findProblem(output, schema);
  const reason = problem ?? 'The output is of the schema.';
  return {
    criteria: [{ criterionId: 'schema', isMet: problem === undefined, reason, taskIds: [], by: 'check' }],
    missing: problem === undefined ? [] : [{ taskId: null, piece: null, reason: problem }],
  };
}

async function findProblem(output: Json, schema: z.ZodType): Promise<string | undefined> {
  try {
    const parsed = await schema.safeParseAsync(output);
    return parsed.success ? undefined : `The output is not of the schema: ${z.prettifyError(parsed.error)}`;
  } catch (error) {
    return `The schema could not be checked: ${error instanceof Error ? error.message : String(error)}`;
  }
}
