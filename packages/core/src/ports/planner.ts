import type { FunctionOffer } from '../domain/app-function.ts';
import type { Json, JsonSchema } from '../domain/json.ts';
import type { Answer, MergePlan, Plan, PlanTask, PlanTaskInput, Question } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { Price } from '../domain/usage.ts';
import type { Criterion, CriterionVerdict, Gap } from '../domain/verdict.ts';

/** What a planner is told of the input, however large that is. */
export interface InputSummary {
  readonly pieces: number;
  /** Estimated tokens of all pieces together. */
  readonly tokens: number;
  /** Titles or openings of the first pieces. */
  readonly samples: readonly string[];
}

/** A model of the pool, and what it can do and costs. */
export interface OfferedTarget {
  readonly target: Target;
  /** Of question and answer together. */
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** How a structured answer can be had: enforced by the vendor, valid JSON only, or by asking. */
  readonly jsonOutput: 'schema' | 'json' | 'prompt';
  readonly readsImages: boolean;
  /** Missing where no price is known. */
  readonly price?: Price;
}

/** A route that a task may take. */
export interface RouteOffer {
  readonly name: string;
  /** In order of preference. */
  readonly targets: readonly OfferedTarget[];
}

export interface PlanRequest {
  readonly goal: string;
  readonly criteria: readonly Criterion[];
  /** What the output must look like, when the app gave a schema. */
  readonly outputSchema?: JsonSchema;
  readonly input: InputSummary;
  readonly answers: readonly Answer[];
  /** What was asked and has no answer yet. A task that `uses` one of these waits for it. */
  readonly questions: readonly Question[];
  /** What a task may have as `route`. */
  readonly routes: readonly RouteOffer[];
  /** Of the app: what a task may be done by instead of a model. */
  readonly functions: readonly FunctionOffer[];
  readonly round: number;
  /** In a repair round: what was found missing, and the tasks planned so far. */
  readonly repair?: { readonly missing: readonly Gap[]; readonly planned: readonly PlanTask[] };
  /** Plans of this round that the app did not want, and why. */
  readonly refused?: readonly RefusedPlan[];
  /** Of a run that is resumed: what was read of this plan before and may be under way. It has to stand in the plan as it is. */
  readonly begun?: readonly PlanTask[];
  readonly limits: PlanLimits;
  readonly signal: AbortSignal;
}

export interface RefusedPlan {
  readonly plan: Plan;
  readonly reason: string;
}

/** How large a plan may be. */
export interface PlanLimits {
  /** Tasks as they are written: a map task counts once. */
  readonly maxTasks: number;
  /** In the longest chain of tasks that wait for one another. */
  readonly maxDepth: number;
  /** Calls that wait for none of one another, map tasks expanded. */
  readonly maxWidth: number;
}

/** A plan in the order it is thought of: a task may start as soon as it is yielded. `merge` comes last, once. */
export type PlanPart =
  | { readonly type: 'task'; readonly task: PlanTaskInput }
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'merge'; readonly merge: MergePlan };

export interface JudgeRequest {
  readonly goal: string;
  /** Those that no check in code has decided. */
  readonly criteria: readonly Criterion[];
  readonly output: Json;
  /** Tasks with the state and a digest of their results, so that evidence can be named by id. */
  readonly tasks: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: string;
    readonly digest: string;
  }[];
  readonly round: number;
  readonly signal: AbortSignal;
}

export interface DraftRequest {
  readonly goal: string;
  readonly outputSchema?: JsonSchema;
  readonly signal: AbortSignal;
}

export interface Judgement {
  readonly criteria: readonly CriterionVerdict[];
  readonly missing: readonly Gap[];
}

/**
 * Thinks for a run. `createOrchestrator({ planner: { provider, model } })` makes one that asks a model; an app may bring its
 * own. `plan` throws, or yields parts that do not fit together, at the price of the run: it ends as `failed` with the reason.
 */
export interface Planner {
  /** Default: nothing is unclear. */
  clarify?(request: PlanRequest): Promise<readonly Question[]>;
  plan(request: PlanRequest): AsyncIterable<PlanPart>;
  /** What a result must meet, for a goal that leaves that to the planner. Default: the goal itself. */
  draft?(request: DraftRequest): Promise<readonly Criterion[]>;
  /** Default: a run whose checks in code are met is complete. */
  judge?(request: JudgeRequest): Promise<Judgement>;
}
