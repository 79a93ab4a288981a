import type { FunctionOffer } from '../../domain/app-function.ts';
import type { PlanTask } from '../../domain/plan.ts';
import type { PlanLimits, RouteOffer } from '../../ports/planner.ts';
import { acceptanceProblems } from './acceptance-problems.ts';
import { functionProblems } from './function-problems.ts';

export interface PlanContext {
  /** Tasks planned so far, by id: those of earlier rounds, and those of this plan that were read before. */
  readonly planned: ReadonlyMap<string, PlanTask>;
  /** What a task may have as `route`. */
  readonly routes: readonly RouteOffer[];
  /** How many the input has. */
  readonly pieces: number;
  /** Tasks of earlier rounds, which a repair may do again under their id. Default: none. */
  readonly repeatable?: ReadonlySet<string>;
  /** Ids of what was asked. */
  readonly questions: ReadonlySet<string>;
  /** Of the app, by name. */
  readonly functions: ReadonlyMap<string, FunctionOffer>;
  readonly limits: PlanLimits;
}

/** What is wrong with one task, in words for the model that wrote it. Its dependencies are checked with the whole plan. */
export function* taskProblems(task: PlanTask, context: PlanContext): Generator<string, void, undefined> {
  yield* idProblems(task, context);
  yield* routeProblems(task, context);
  yield* pieceProblems(task, context);
  yield* fieldProblems(task);
  yield* acceptanceProblems(task);
  yield* answerProblems(task, context);
  yield* functionProblems(task, context.functions);
}

function* idProblems(task: PlanTask, { planned, repeatable }: PlanContext): Generator<string> {
  const { id } = task;
  if (id in {}) yield `Task "${id}": this id cannot be used; take another.`;
  const earlier = planned.get(id);
  if (earlier === undefined) return;
  if (repeatable?.has(id) !== true) {
    yield `Task "${id}": another task has this id already; every id may stand once.`;
  } else if (earlier.kind !== task.kind || JSON.stringify(earlier.fields) !== JSON.stringify(task.fields)) {
    yield `Task "${id}": an earlier round has a task of this id with another kind or other fields; repeat both as they were, or take a new id.`;
  }
}

function* routeProblems({ id, route, expectedOutputTokens }: PlanTask, { routes }: PlanContext): Generator<string> {
  if (route === null) return;
  const offer = routes.find(({ name }) => name === route);
  if (offer === undefined) {
    const known = routes.map(({ name }) => name).join(', ');
    yield `Task "${id}": there is no route "${route}". Known are ${known}; null takes the default.`;
    return;
  }
  const most = Math.max(...offer.targets.map(({ maxOutputTokens }) => maxOutputTokens));
  if (expectedOutputTokens !== null && expectedOutputTokens > most) {
    yield `Task "${id}": answers of the route "${route}" have at most ${most} tokens, not ${expectedOutputTokens}; take another route, or ask for less in one answer.`;
  }
}

function* pieceProblems({ id, kind, pieces: ranges }: PlanTask, { pieces }: PlanContext): Generator<string> {
  if (kind === 'single') {
    if (ranges.length > 0) yield `Task "${id}": only map tasks name pieces; leave "pieces" empty.`;
    return;
  }
  if (pieces === 0) {
    yield `Task "${id}": a map task needs an input, and this run has none; use kind "single".`;
    return;
  }
  for (const { from, to } of ranges) {
    if (from > to) yield `Task "${id}": the range of pieces ${from} to ${to} ends before it begins.`;
    if (to >= pieces) yield `Task "${id}": there is no piece ${to}; pieces are counted from 0 to ${pieces - 1}.`;
  }
}

function* answerProblems({ id, uses }: PlanTask, { questions }: PlanContext): Generator<string> {
  for (const question of uses) {
    if (!questions.has(question))
      yield `Task "${id}": it uses the answer "${question}", but there is no such question.`;
  }
}

function* fieldProblems({ id, fields }: PlanTask): Generator<string> {
  const names = fields.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  for (const name of new Set(twice)) yield `Task "${id}": the field "${name}" stands more than once.`;
}
