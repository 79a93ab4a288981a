import type { CriterionInput, Json } from '@manyhands/core';
import type { z } from 'zod';

/** What is to be done, and how its result is looked at. */
export interface Job {
  readonly title: string;
  readonly goal: string;
  readonly input: string | readonly Json[];
  /** What the output must look like; the plan's own business where it is not said. */
  readonly output?: z.ZodType<Json>;
  readonly criteria?: readonly CriterionInput[];
  /** The number in the output that code can count too. */
  readonly expectedTotal?: number;
}

/** What `expectedTotal` is compared with. */
export function readTotal(output: Json): number | undefined {
  if (output === null || typeof output !== 'object' || !('total' in output)) return undefined;
  return typeof output.total === 'number' ? output.total : undefined;
}
