import * as z from 'zod';

/** Where a statement of the output comes from. */
export const citationSchema = z.object({
  /** The field of the output, or `output`. */
  field: z.string(),
  /** As it stands in the output. */
  statement: z.string(),
  taskId: z.string(),
  /** Index of the piece that the task worked on. */
  piece: z.number().int().nonnegative().nullable(),
});
export type Citation = z.infer<typeof citationSchema>;

/** Results that contradict one another. */
export const conflictSchema = z.object({
  /** The field of the output, or `output`. */
  field: z.string(),
  /** What is said, and by whom. */
  reason: z.string(),
  taskIds: z.array(z.string()),
});
export type Conflict = z.infer<typeof conflictSchema>;
