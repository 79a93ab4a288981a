import type { Pool } from './config/check-pool.ts';
import { toOffers } from './config/to-offers.ts';
import { estimateTokens } from './defaults/estimate-tokens.ts';
import type { Routing, Split } from './domain/goal.ts';
import type { Piece } from './domain/piece.ts';
import { planSchema, type Plan, type PlanInput, type PlanTask } from './domain/plan.ts';
import { ConfigError } from './errors/config-error.ts';
import { chooseRoute } from './plan/choose-route.ts';
import { doneByHash } from './plan/done-by-hash.ts';
import { estimatePlaces, type Estimate } from './plan/estimate-places.ts';
import { createHashes } from './plan/graph/create-hashes.ts';
import { placesOf } from './plan/graph/place.ts';
import { splitInput } from './plan/split-input.ts';
import type { GoalInput } from './goal-input.ts';
import type { Store } from './ports/store.ts';
import { newestAt } from './run/places.ts';
import { readRun } from './run/read-run.ts';
import type { RunState } from './run/run-state.ts';

/** What is to be run instead. */
export interface PlanChange {
  readonly plan: PlanInput;
  /** Default: that of the run. */
  readonly input?: GoalInput['input'];
  readonly split?: Split;
  /** Answers that are other than those of the run, by question. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly routing?: Routing;
}

/** What a changed plan, input or answer would have done again. Tasks are named by their place: `read`, `read#3`. */
export interface PlanDiff {
  /** Their results are taken over. */
  readonly kept: readonly string[];
  /** `new`: the run has no such task; `changed`: what it is made of is other; `undone`: it was not done. */
  readonly again: readonly { readonly task: string; readonly why: 'new' | 'changed' | 'undone' }[];
  /** Results that would no longer be used. */
  readonly dropped: readonly string[];
  /** What doing it may take. Calls of merging and judging are not in it. */
  readonly estimate: Estimate;
}

/** Compares a run with what it would be. Nothing is called. */
export async function diffPlans(
  runId: string,
  change: PlanChange,
  { store, pool }: { readonly store: Store; readonly pool: Pool },
): Promise<PlanDiff> {
  const state = await readRun(runId, store);
  const plan = parse(change.plan);
  const pieces = change.input === undefined ? state.pieces : await read(change);
  const hashes = createHashes({
    planTasks: plan.tasks,
    pieces,
    answers: answersOf(change, state),
    redos: {},
    revision: 0,
  });
  const done = doneByHash(state);
  const kept: string[] = [];
  const again: { task: string; why: PlanDiff['again'][number]['why'] }[] = [];
  for (const place of plan.tasks.flatMap((task) => [...placesOf(task, pieces)])) {
    if (done.has(hashes.of(place))) kept.push(place.id);
    else again.push({ task: place.id, why: whyAgain(place.id, state) });
  }
  const wanted = new Set([...kept, ...again.map(({ task }) => task)]);
  const toDo = new Set(again.map(({ task }) => task));
  const routes = toOffers(pool);
  const routeOf = (task: PlanTask) => chooseRoute(task, routes, change.routing ?? 'spread');
  return {
    kept,
    again,
    dropped: donePlaces(state).filter((place) => !wanted.has(place)),
    estimate: estimatePlaces(plan, { pieces, routes, routeOf }, ({ id }) => toDo.has(id)),
  };
}

function parse(given: PlanInput): Plan {
  const parsed = planSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.message, { code: 'MANYHANDS_BAD_PLAN', path: 'diffPlans.plan' });
}

function read({ input, split }: PlanChange): Promise<Piece[]> {
  return Array.fromAsync(splitInput(input, split, estimateTokens));
}

function answersOf({ answers = {} }: PlanChange, state: RunState): RunState['answers'] {
  return state.answers.map((known) => ({ ...known, answer: answers[known.id] ?? known.answer }));
}

function whyAgain(place: string, state: RunState): 'new' | 'changed' | 'undone' {
  const newest = newestAt(place, state);
  if (newest === undefined) return 'new';
  return newest.status === 'done' ? 'changed' : 'undone';
}

function donePlaces(state: RunState): readonly string[] {
  const places = state.planTasks.flatMap((task) => [...placesOf(task, state.pieces)]);
  return places.map(({ id }) => id).filter((id) => newestAt(id, state)?.status === 'done');
}
