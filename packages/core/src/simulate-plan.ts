import type { Pool } from './config/check-pool.ts';
import { targetsOf } from './config/complete-routes.ts';
import { toOffers } from './config/to-offers.ts';
import { estimateTokens } from './defaults/estimate-tokens.ts';
import type { Json } from './domain/json.ts';
import type { Routing } from './domain/goal.ts';
import { planSchema, type PlanInput, type PlanTask } from './domain/plan.ts';
import type { Task } from './domain/task.ts';
import { ConfigError } from './errors/config-error.ts';
import { chooseRoute } from './plan/choose-route.ts';
import { expandTask } from './plan/expand-task.ts';
import { allPieces } from './plan/task-ids.ts';
import type { RouteOffer } from './ports/planner.ts';
import type { SimulatedTask } from './simulate/simulated-task.ts';

/** A plan and what it would work on. */
export interface PlannedWork {
  readonly plan: PlanInput;
  /** The pieces of the input, as they would be given to the models. */
  readonly pieces: readonly Json[];
  /** Of one call, in ms, by what it reads and writes. */
  readonly durationMs: number | ((inputTokens: number, outputTokens: number) => number);
  /** Of tasks whose plan expects none. Default 1,000. */
  readonly outputTokens?: number;
  /** Where tasks go that name no route. Default `spread`. */
  readonly routing?: Routing;
}

const OUTPUT_TOKENS = 1_000;

/** The calls of a plan: each reads its instruction, its piece and the answers it waits for. What functions do takes no model. */
export function toPlannedTasks(work: PlannedWork, pool: Pool): readonly SimulatedTask[] {
  const expanded = expandPlan(work, toOffers(pool));
  const calls = expanded.filter(isModelCall);
  const indexOf = new Map(calls.map((task, index) => [task, index]));
  const before = createBefore(expanded);
  const pieceTokens = work.pieces.map(countTokens);
  const outputOf = (task: Task) => task.expectedOutputTokens ?? work.outputTokens ?? OUTPUT_TOKENS;

  return calls.map((task) => {
    const waitsFor = before(task);
    const own = estimateTokens(task.prompt ?? '') + (task.piece === undefined ? 0 : pieceTokens[task.piece]!);
    const inputTokens = waitsFor.reduce((sum, other) => sum + outputOf(other), own);
    const outputTokens = outputOf(task);
    const { durationMs } = work;
    return {
      inputTokens,
      outputTokens,
      durationMs: typeof durationMs === 'number' ? durationMs : durationMs(inputTokens, outputTokens),
      route: task.route,
      targets: targetsOf(pool, task.route, `simulate.plan.${task.id}`),
      after: waitsFor.map((other) => indexOf.get(other)!),
    };
  });
}

function isModelCall({ call }: Task): boolean {
  return call === undefined;
}

/** The calls of models that a task waits for, also those behind functions. */
function createBefore(expanded: readonly Task[]): (task: Task) => readonly Task[] {
  const byId = new Map(expanded.map((task) => [task.id, task]));
  const ofPlanTask = Map.groupBy(expanded, ({ planTaskId }) => allPieces(planTaskId ?? ''));

  function before(task: Task): readonly Task[] {
    const direct = task.dependsOn.flatMap((id) => ofPlanTask.get(id) ?? [taskOf(id, task, byId)]);
    if (direct.every(isModelCall)) return direct;
    return [...new Set(direct.flatMap((other) => (isModelCall(other) ? [other] : before(other))))];
  }

  return before;
}

function expandPlan(
  { plan: given, pieces, routing = 'spread' }: PlannedWork,
  offers: readonly RouteOffer[],
): readonly Task[] {
  const plan = planSchema.parse(given);
  const context = {
    round: 1,
    pieces: pieces.map((content, index) => ({ index, content })),
    routeOf: (task: PlanTask) => chooseRoute(task, offers, routing),
    planned: new Map(plan.tasks.map((task) => [task.id, task])),
  };
  return plan.tasks.flatMap((task) => Array.from(expandTask(task, context)));
}

function taskOf(id: string, task: Task, byId: ReadonlyMap<string, Task>): Task {
  const known = byId.get(id);
  if (known !== undefined) return known;
  const message = `"${task.id}" waits for "${id}", which the plan does not have.`;
  throw new ConfigError(message, { code: 'MANYHANDS_BAD_PLAN', path: 'simulate.plan' });
}

function countTokens(content: Json): number {
  return estimateTokens(typeof content === 'string' ? content : JSON.stringify(content));
}
