import type { PlanTask } from '../../domain/plan.ts';

export interface PlanContext {
  /** Tasks planned so far, by id: those of earlier rounds, and those of this plan that were read before. */
  readonly planned: ReadonlyMap<string, PlanTask>;
  /** Names a task may have as `route`. */
  readonly routes: readonly string[];
  /** How many the input has. */
  readonly pieces: number;
  /** Tasks of earlier rounds, which a repair may do again under their id. Default: none. */
  readonly repeatable?: ReadonlySet<string>;
}

/** What is wrong with one task, in words for the model that wrote it. Its dependencies are checked with the whole plan. */
export function* taskProblems(task: PlanTask, context: PlanContext): Generator<string, void, undefined> {
  yield* idProblems(task, context);
  yield* routeProblems(task, context);
  yield* pieceProblems(task, context);
  yield* fieldProblems(task);
}

function* idProblems(task: PlanTask, { planned, repeatable }: PlanContext): Generator<string> {
  const { id } = task;
  const earlier = planned.get(id);
  if (earlier === undefined) return;
  if (repeatable?.has(id) !== true) {
    yield `Task "${id}": another task has this id already; every id may stand once.`;
  } else if (earlier.kind !== task.kind || JSON.stringify(earlier.fields) !== JSON.stringify(task.fields)) {
    yield `Task "${id}": an earlier round has a task of this id with another kind or other fields; repeat both as they were, or take a new id.`;
  }
}

function* routeProblems({ id, route }: PlanTask, { routes }: PlanContext): Generator<string> {
  if (route === null || routes.includes(route)) return;
  yield `Task "${id}": there is no route "${route}". Known are ${routes.join(', ')}; null takes the default.`;
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

function* fieldProblems({ id, fields }: PlanTask): Generator<string> {
  const names = fields.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  for (const name of new Set(twice)) yield `Task "${id}": the field "${name}" stands more than once.`;
}
