import type { ModelCalls } from '../ports/model-calls.ts';
import type { Planner } from '../ports/planner.ts';
import { clarify } from './model-planner/clarify.ts';
import { draft } from './model-planner/draft.ts';
import { judge, type JudgeOptions } from './model-planner/judge.ts';
import { plan } from './model-planner/plan.ts';

/** A planner that asks a model. Which model answers is decided by the route `planner`, like for any call. */
export function createModelPlanner(options: JudgeOptions, calls: ModelCalls): Planner {
  return {
    clarify: (request) => clarify(request, options, calls),
    draft: (request) => draft(request, options, calls),
    plan: (request) => plan(request, options, calls),
    judge: (request) => judge(request, options, calls),
  };
}
