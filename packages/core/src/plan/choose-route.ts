import type { PlanTask } from '../domain/plan.ts';
import { ANY_ROUTE } from '../domain/target.ts';
import type { Routing } from '../domain/goal.ts';
import type { OfferedTarget, RouteOffer } from '../ports/planner.ts';

/** Of an answer nothing is said about. */
const EXPECTED_OUTPUT_TOKENS = 1_000;
/** A question is mostly longer than its answer: what a price per token comes to. */
const INPUT_PER_OUTPUT = 4;

/**
 * The route of a task: the one its planner named; else by what the pool offers. Only routes with a model whose answers are
 * long enough are taken, and among these `any`, which spreads the work over all models, or, where the app asks for the
 * `cheapest`, the one with the lowest price.
 */
export function chooseRoute(
  task: Pick<PlanTask, 'route' | 'expectedOutputTokens'>,
  offers: readonly RouteOffer[],
  routing: Routing,
): string {
  if (task.route !== null) return task.route;
  const output = task.expectedOutputTokens ?? EXPECTED_OUTPUT_TOKENS;
  const fitting = offers.filter(({ targets }) => targets.some(({ maxOutputTokens }) => maxOutputTokens >= output));
  if (routing === 'cheapest') return cheapest(fitting) ?? ANY_ROUTE;
  if (fitting.length === 0 || fitting.some(({ name }) => name === ANY_ROUTE)) return ANY_ROUTE;
  return cheapest(fitting) ?? fitting[0]!.name;
}

/** By its dearest model, since any of them may be taken. Unknown prices come last. */
function cheapest(offers: readonly RouteOffer[]): string | undefined {
  const priced = offers.map(({ name, targets }) => ({ name, usd: Math.max(...targets.map(toPrice)) }));
  return priced.toSorted((a, b) => a.usd - b.usd)[0]?.name;
}

/** US dollars per million tokens, input and output as they mostly come together. */
function toPrice({ price }: OfferedTarget): number {
  if (price === undefined) return Number.POSITIVE_INFINITY;
  return (INPUT_PER_OUTPUT * price.inputUsdPerMillion + price.outputUsdPerMillion) / (INPUT_PER_OUTPUT + 1);
}
