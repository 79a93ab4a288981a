import * as z from 'zod';
import { reasoningEffortSchema } from '../domain/reasoning-effort.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Planner } from '../ports/planner.ts';
import type { Provider } from '../ports/provider.ts';
import { toConfigError } from './to-config-error.ts';

const modelPlannerSchema = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  reasoning: reasoningEffortSchema.optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.number().int().positive().optional(),
});
/** The model that plans, and how it is asked. */
export type ModelPlannerOptions = z.infer<typeof modelPlannerSchema>;

export type CheckedPlanner =
  | { readonly type: 'model'; readonly options: ModelPlannerOptions }
  | { readonly type: 'own'; readonly planner: Planner };

/** @throws ConfigError */
export function checkPlanner(value: unknown, providers: ReadonlyMap<string, Provider>): CheckedPlanner {
  if (value === undefined || value === null) {
    const message =
      "Name the model that plans, e.g. { provider: 'deepseek', model: 'deepseek-v4-pro' }, or give a planner of your own.";
    throw new ConfigError(message, { code: 'MANYHANDS_NO_PLANNER', path: 'planner' });
  }
  if (isPlanner(value)) return { type: 'own', planner: value };
  const parsed = modelPlannerSchema.safeParse(value);
  if (!parsed.success) throw toConfigError(parsed.error, 'planner');
  if (providers.has(parsed.data.provider)) return { type: 'model', options: parsed.data };
  const message = `There is no provider "${parsed.data.provider}"; known are ${[...providers.keys()].join(', ')}.`;
  throw new ConfigError(message, { code: 'MANYHANDS_UNKNOWN_PROVIDER', path: 'planner.provider' });
}

function isPlanner(value: unknown): value is Planner {
  return typeof (value as Partial<Planner>).plan === 'function';
}
