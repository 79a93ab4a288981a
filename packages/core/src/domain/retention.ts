import * as z from 'zod';

/** Which ended runs a store keeps. A run goes when either bound says so; one that has not ended never does. */
export const retentionSchema = z.strictObject({
  /** Since its end, in ms. Default: for ever. */
  keepMs: z.number().positive().optional(),
  /** The newest so many. Default: all. */
  keepRuns: z.number().int().nonnegative().optional(),
  /** How often the store is looked through, in ms. Default: every 10 minutes. */
  everyMs: z.number().positive().optional(),
});
export type Retention = z.infer<typeof retentionSchema>;
