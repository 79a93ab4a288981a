import type { Prompts } from '../defaults/prompts/prompts.ts';
import type { Settings } from '../defaults/settings.ts';
import type { FunctionOffer } from '../domain/app-function.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelCalls } from '../ports/model-calls.ts';
import type { Planner, RouteOffer } from '../ports/planner.ts';
import type { RunLog } from './run-log.ts';

/** What every stage of a run works with. */
export interface RunContext {
  readonly log: RunLog;
  readonly clock: Clock;
  readonly settings: Settings;
  /** What models are told. */
  readonly prompts: Prompts;
  readonly planner: Planner;
  /** How a stage thinks: each call is a task of the run. */
  readonly calls: ModelCalls;
  /** Resolves when what is to fill a place in the plan has ended, so far as it was dispatched. */
  ended(place: string): Promise<void>;
  /** Routes a task may take. */
  readonly routes: readonly RouteOffer[];
  /** Of the app, by name: a task may be done by one. */
  readonly functions: ReadonlyMap<string, FunctionOffer>;
  /** Aborts when the run is cancelled or out of budget: every call ends as cancelled from then on. */
  readonly signal: AbortSignal;
}
