import * as z from 'zod';
import { cacheUseSchema } from '../domain/cache-use.ts';
import {
  budgetSchema,
  judgingSchema,
  routingSchema,
  splitSchema,
  type Budget,
  type GoalRecord,
} from '../domain/goal.ts';
import { jsonSchemaSchema, type JsonSchema } from '../domain/json.ts';
import { planSchema } from '../domain/plan.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Settings } from '../defaults/settings.ts';
import { toConfigError } from './to-config-error.ts';

/** The plain part of a goal, checked; what is a function of the app's stays with the app's own object. */
export interface CheckedGoal extends GoalRecord {
  readonly budget: Budget & { readonly maxRounds: number; readonly maxCalls: number };
}

const goalSchema = z.object({
  goal: z.string({ error: 'Say what you want, in words.' }).trim().min(1, 'Say what you want, in words.'),
  budget: budgetSchema.default({}),
  routing: routingSchema.optional(),
  weight: z.number().positive().optional(),
  split: splitSchema.optional(),
  plan: planSchema.optional(),
  basedOn: z.string().min(1).optional(),
  answerWithinMs: z.number().positive().optional(),
  judge: judgingSchema.optional(),
  cache: z.union([z.literal(false), cacheUseSchema]).optional(),
  citations: z.boolean().optional(),
  forecast: z.boolean().optional(),
});

/** @throws ConfigError for the first thing that is wrong, before any call is made */
export function checkGoal(value: unknown, settings: Settings): CheckedGoal {
  const parsed = goalSchema.safeParse(value);
  if (!parsed.success) throw toConfigError(parsed.error, 'goal');
  const outputSchema = toOutputSchema((value as { readonly output?: unknown }).output);
  return withBounds({ ...parsed.data, ...(outputSchema !== undefined && { outputSchema }) }, settings);
}

/** No run is without bounds. */
export function withBounds(goal: GoalRecord, settings: Settings): CheckedGoal {
  const { maxRounds = settings.maxRounds, maxCalls = settings.maxCalls } = goal.budget;
  return { ...goal, budget: { ...goal.budget, maxRounds, maxCalls } };
}

function toOutputSchema(output: unknown): JsonSchema | undefined {
  if (output === undefined) return undefined;
  // Not `instanceof`: the app may have another copy of zod.
  if (output === null || typeof output !== 'object' || !('_zod' in output)) {
    throw new ConfigError('Give a zod schema, e.g. z.object({ … }).', {
      code: 'MANYHANDS_BAD_OPTION',
      path: 'goal.output',
    });
  }
  try {
    return jsonSchemaSchema.parse(z.toJSONSchema(output as z.ZodType, { io: 'output' }));
  } catch (cause) {
    const message =
      'This schema cannot be written as JSON Schema, which a planner has to read; leave out transforms and custom types.';
    throw new ConfigError(message, { code: 'MANYHANDS_BAD_OPTION', path: 'goal.output', cause });
  }
}
