import { estimateTokens } from '../defaults/estimate-tokens.ts';
import type { Piece } from '../domain/piece.ts';
import type { Plan, PlanTask } from '../domain/plan.ts';
import { toTargetName } from '../domain/target.ts';
import type { Cost } from '../domain/usage.ts';
import type { RouteOffer } from '../ports/planner.ts';
import { countSelected } from '../run/select-pieces.ts';
import { placesOf, type Place } from './graph/place.ts';

/** What work may take, by what it reads and is expected to write. */
export interface Estimate {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** By the price of the first model of each route. */
  readonly cost: Cost;
}

/** Of an answer nothing is said about. */
const EXPECTED_OUTPUT_TOKENS = 1_000;

export interface EstimateContext {
  readonly pieces: readonly Piece[];
  readonly routes: readonly RouteOffer[];
  routeOf(planTask: PlanTask): string;
}

/** What the places of a plan may take; only those that `isCounted`, when it is given. */
export function estimatePlaces(
  { tasks }: Pick<Plan, 'tasks'>,
  { pieces, routes, routeOf }: EstimateContext,
  isCounted: (place: Place) => boolean = () => true,
): Estimate {
  const planned = new Map(tasks.map((task) => [task.id, task]));
  const sizes = pieces.map(({ content }) =>
    estimateTokens(typeof content === 'string' ? content : JSON.stringify(content)),
  );
  const unpriced = new Set<string>();
  const sum = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0 };

  for (const task of tasks) {
    if (task.call !== null) continue;
    const places = Array.from(placesOf(task, pieces)).filter(isCounted);
    const calls = places.length * (task.certainty?.copies ?? 1);
    const shared = estimateTokens(task.prompt) + readOf(task);
    const own = places.reduce((tokens, { piece }) => tokens + (piece === undefined ? 0 : sizes[piece.index]!), 0);
    const input = calls * shared + own * (task.certainty?.copies ?? 1);
    const output = calls * writtenBy(task);
    sum.calls += calls;
    sum.inputTokens += input;
    sum.outputTokens += output;
    if (calls > 0) sum.usd += price(routeOf(task), input, output);
  }

  /** The results it waits for. */
  function readOf({ kind, dependsOn }: PlanTask): number {
    return dependsOn.reduce((tokens, id) => {
      const before = planned.get(id);
      if (before === undefined) return tokens;
      const count = before.kind === 'map' && kind === 'single' ? countSelected(before, pieces.length) : 1;
      return tokens + count * writtenBy(before);
    }, 0);
  }

  function price(route: string, input: number, output: number): number {
    const first = routes.find(({ name }) => name === route)?.targets[0];
    if (first === undefined) return 0;
    if (first.price === undefined) {
      unpriced.add(toTargetName(first.target));
      return 0;
    }
    return (input * first.price.inputUsdPerMillion + output * first.price.outputUsdPerMillion) / 1_000_000;
  }

  const { usd, ...counts } = sum;
  return { ...counts, cost: { usd, unpriced: [...unpriced] } };
}

function writtenBy({ expectedOutputTokens, call }: PlanTask): number {
  return call === null ? (expectedOutputTokens ?? EXPECTED_OUTPUT_TOKENS) : 0;
}
