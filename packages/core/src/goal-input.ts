import type * as z from 'zod';
import type { CacheUse } from './domain/cache-use.ts';
import type { Budget, Judging, Routing, Split } from './domain/goal.ts';
import type { Json } from './domain/json.ts';
import type { PlanInput } from './domain/plan.ts';
import type { CriterionInput } from './evaluate/to-criteria.ts';
import type { MergeFunction } from './merge/merge.ts';
import type { OnPlan } from './plan/approve-plan.ts';
import type { OnClarify } from './plan/create-clarifier.ts';

/** What an app asks for. */
export interface GoalInput<Output = Json> {
  /** In any language; answers are in the same. */
  readonly goal: string;
  /** What to work on: each item of an array or iterable is a piece; a text is cut as `split` says. */
  readonly input?: string | readonly unknown[] | AsyncIterable<unknown>;
  /** Default: at chapters or sections where the text has them, else into slices that fit a model. */
  readonly split?: Split;
  /**
   * What the result must meet: in words for the planner to judge, or with a `check` in code. `'draft'`: the planner drafts them, in
   * one more call beside the work, and they are shown (`criteria:drafted`, `result.coverage`). Default: that the goal is met.
   */
  readonly criteria?: readonly CriterionInput[] | 'draft';
  /** What the output must look like. The result is typed by it. */
  readonly output?: z.ZodType<Output>;
  /** Default: 3 rounds and 100,000 calls. */
  readonly budget?: Budget;
  /** Where tasks go that name no route. Default `spread`: over all models, which is fastest. */
  readonly routing?: Routing;
  /** The run's share of accounts that other runs want too: one of weight 2 gets twice what one of weight 1 gets. Default 1. */
  readonly weight?: number;
  /** Default: what is unclear is assumed, and the assumptions are in the result. See also `run.answer`. */
  readonly onClarify?: OnClarify;
  /** How long a question stays open, in ms from when it was asked; then its assumption is taken. Default: without end. */
  readonly answerWithinMs?: number;
  /** Sees every plan of the planner before anything of it is begun, and accepts, edits or refuses it. */
  readonly onPlan?: OnPlan;
  /** Run this plan; the planner is not asked for one. */
  readonly plan?: PlanInput;
  /**
   * Id of an earlier run in the store: where the same is asked of the same material, its results are taken over and nothing is
   * called. See `diffPlans` for what that leaves to do.
   */
  readonly basedOn?: string;
  /** Default: as the plan says. */
  readonly merge?: MergeFunction;
  /**
   * Who judges what no check in code decides. Default `true`: the planner. `false`: what came is taken as it is; only failed
   * tasks are repaired. `{ panel: ['openai:gpt-5', 'gemini:gemini-2.5-pro'] }`: several models, by majority. `{ audit: 1 }`: the
   * planner also holds every result of a map task against its piece, which finds what was left out, at a call each.
   */
  readonly judge?: Judging;
  /** Of an orchestrator with a response cache: how this run uses it, or `false`. Default: as the orchestrator says. */
  readonly cache?: CacheUse | false;
  /**
   * Texts that a model merges say where each statement comes from: `result.citations`, by task and piece. It takes some more
   * tokens. Default `false`.
   */
  readonly citations?: boolean;
  /**
   * When the plan is closed, how its work would go is worked out by the balancer on a virtual clock, and stands in the result
   * beside what came. Default `false`.
   */
  readonly forecast?: boolean;
  /** Aborting it cancels the run. */
  readonly signal?: AbortSignal;
}
