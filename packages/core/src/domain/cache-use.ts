import * as z from 'zod';

/** Who is given an answer: calls of the same run, all calls of the app, or all calls on behalf of one owner. */
export const cacheScopeSchema = z.union([z.enum(['run', 'app']), z.strictObject({ owner: z.string().min(1) })], {
  error: "Give 'run', 'app' or { owner }.",
});

/** How a run, or one call, uses the response cache. */
export const cacheUseSchema = z.strictObject({
  /** Default: that of the orchestrator, `app` unless it says otherwise. */
  scope: cacheScopeSchema.optional(),
  /** Older answers are not given, in ms. Default: that of the orchestrator, a day unless it says otherwise. */
  maxAgeMs: z.number().positive().optional(),
});
export type CacheUse = z.infer<typeof cacheUseSchema>;
