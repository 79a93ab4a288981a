import type { CriterionVerdict, Gap } from '../domain/verdict.ts';

/** What one check, or the planner, found: a part of the verdict. */
export interface Finding {
  readonly criteria: readonly CriterionVerdict[];
  readonly missing: readonly Gap[];
}

export const NOTHING_FOUND: Finding = { criteria: [], missing: [] };
