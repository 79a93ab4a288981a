import * as z from 'zod';

/** What the goal is met by, in words. */
export const criterionSchema = z.object({ id: z.string().min(1), text: z.string().min(1) });
export type Criterion = z.infer<typeof criterionSchema>;

export const criterionVerdictSchema = z.object({
  criterionId: z.string(),
  isMet: z.boolean(),
  reason: z.string(),
  /** Tasks that met it, or that it is missing from; one that was done again goes by the id it had first. */
  taskIds: z.array(z.string()),
  /** Who judged: code, the planner, or a panel of judges. */
  by: z.enum(['check', 'planner', 'panel']),
});
export type CriterionVerdict = z.infer<typeof criterionVerdictSchema>;

/** Something a repair round can do again: a task whose result is missing or wrong, or what no task has done yet. */
export const gapSchema = z.object({
  taskId: z.string().nullable(),
  /** Index of an input piece that no result covers. */
  piece: z.number().int().nonnegative().nullable(),
  reason: z.string(),
});
export type Gap = z.infer<typeof gapSchema>;

export const verdictSchema = z.object({
  isComplete: z.boolean(),
  criteria: z.array(criterionVerdictSchema),
  missing: z.array(gapSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;
