import * as z from 'zod';

/** How the work of a plan would go: calls of planning, merging and judging are not in it. */
export const planForecastSchema = z.object({
  calls: z.number().int(),
  /** From the first call to the end of the last one, in ms, within the limits of the accounts. */
  makespanMs: z.number(),
  /** US dollars, of the models whose price is known. */
  usd: z.number(),
});
export type PlanForecast = z.infer<typeof planForecastSchema>;
