import type { ModelCalls } from '../ports/model-calls.ts';
import type { Planner } from '../ports/planner.ts';
import type { AskOptions } from './model-planner/ask.ts';
import { clarify } from './model-planner/clarify.ts';
import { judge } from './model-planner/judge.ts';
import { plan } from './model-planner/plan.ts';

/** A planner that asks a model. Which model answers is decided by the route `planner`, like for any call. */
export function createModelPlanner(options: AskOptions, calls: ModelCalls): Planner {
  return {
    clarify: (request) => clarify(request, options, calls),
    plan: (request) => plan(request, options, calls),
    judge: (request) => judge(request, options, calls),
  };
}
