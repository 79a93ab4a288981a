import { jsonSchema, type Json } from '../domain/json.ts';
import type { MergePlan } from '../domain/plan.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import { whileRunning } from '../run/until-stopped.ts';
import type { RunContext } from '../run/run-context.ts';
import { planOf } from './plan-of.ts';
import { leafResults, type MergeResult } from './results.ts';
import { concat } from './strategies/concat.ts';
import { mergeFields } from './strategies/fields.ts';
import { json } from './strategies/json.ts';
import { reduce } from './strategies/reduce.ts';
import type { MergeNotes, Strategy, StrategyRequest } from './strategies/strategy.ts';
import { vote } from './strategies/vote.ts';

export type { MergeResult } from './results.ts';

/** The app's own way from results to the output. It is given those of the tasks that no other task depends on, in order. */
export type MergeFunction = (results: readonly MergeResult[], signal: AbortSignal) => Json | Promise<Json>;

/** The output, where its statements come from, and where results contradict one another. */
export interface Merged extends MergeNotes {
  readonly output: Json;
}

const STRATEGIES: Readonly<Record<Exclude<MergePlan['strategy'], 'fields'>, Strategy>> = { concat, json, vote, reduce };

/**
 * Makes the output of all results so far, those of earlier rounds included. `null` when there are none.
 *
 * @throws ManyhandsError `MANYHANDS_MERGE_FAILED` when the app's own function throws or gives no JSON value
 */
export async function merge(context: RunContext, round: number, own?: MergeFunction): Promise<Merged> {
  const notes: MergeNotes = { citations: [], conflicts: [] };
  const output = await toOutput({ context, round, notes }, own);
  return { output, ...notes };
}

async function toOutput(
  { context, round, notes }: Pick<StrategyRequest, 'context' | 'round' | 'notes'>,
  own: MergeFunction | undefined,
): Promise<Json> {
  const { state } = context.log;
  if (!Object.values(state.tasks).some(({ task, status }) => task.kind === 'work' && status === 'done')) return null;
  if (own !== undefined) return mergeByApp(own, leafResults(state), context.signal);
  const { strategy, instruction, fields } = planOf(state) ?? defaultPlan(leafResults(state));
  if (strategy === 'fields') return mergeFields(fields, { context, round, notes });
  return STRATEGIES[strategy](leafResults(state), { context, round, notes, instruction, name: 'output' });
}

/** For a plan that broke off before it said how to merge. */
function defaultPlan(results: readonly MergeResult[]): MergePlan {
  const isText = results.every(({ output }) => typeof output === 'string');
  return { strategy: isText ? 'concat' : 'json', instruction: null, fields: [] };
}

async function mergeByApp(own: MergeFunction, results: readonly MergeResult[], signal: AbortSignal): Promise<Json> {
  const output = await callApp(own, results, signal);
  const parsed = jsonSchema.safeParse(output);
  if (parsed.success) return parsed.data;
  throw mergeFailed('gave no JSON value; return what survives JSON.stringify, `null` for nothing', parsed.error);
}

async function callApp(own: MergeFunction, results: readonly MergeResult[], signal: AbortSignal): Promise<Json> {
  try {
    return await whileRunning(() => own(results, signal), signal);
  } catch (cause) {
    throw mergeFailed(`threw: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function mergeFailed(what: string, cause: unknown): ManyhandsError {
  return new ManyhandsError(`The goal's own merge function ${what}.`, { code: 'MANYHANDS_MERGE_FAILED', cause });
}
