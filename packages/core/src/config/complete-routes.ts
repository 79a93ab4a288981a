import type { Target } from '../domain/target.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { CheckedPlanner } from './check-planner.ts';
import type { Pool } from './check-pool.ts';

/**
 * Adds the routes that a run needs and the app did not name: `planner` (the planner's model), `any` (every target named
 * anywhere, where no provider has a default model) and `merge` (as `any`).
 */
export function completeRoutes(pool: Pool, planner: CheckedPlanner): Pool {
  const routes = new Map(pool.routes);
  const thinking =
    planner.type === 'model' ? [{ provider: planner.options.provider, model: planner.options.model }] : [];
  const any = routes.get('any') ?? distinct([...[...routes.values()].flat(), ...thinking]);
  if (any.length === 0) {
    const message = "No model is named anywhere; name some, e.g. routes: { any: ['openai:gpt-5-mini'] }.";
    throw new ConfigError(message, { code: 'MANYHANDS_NO_ROUTE', path: 'routes' });
  }
  routes.set('any', any);
  if (!routes.has('planner')) routes.set('planner', thinking.length > 0 ? thinking : any);
  if (!routes.has('merge')) routes.set('merge', any);
  return { ...pool, routes };
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [`${target.provider}:${target.model}`, target])).values()];
}

/** @throws ConfigError when there is no such route */
export function targetsOf(pool: Pool, route: string, path: string): readonly Target[] {
  const targets = pool.routes.get(route);
  if (targets !== undefined) return targets;
  const message = `There is no route "${route}"; known are ${[...pool.routes.keys()].join(', ')}.`;
  throw new ConfigError(message, { code: 'MANYHANDS_UNKNOWN_ROUTE', path });
}
