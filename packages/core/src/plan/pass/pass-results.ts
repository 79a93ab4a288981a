import type { PlanTask } from '../../domain/plan.ts';
import type { Task } from '../../domain/task.ts';
import { estimateTokens } from '../../defaults/estimate-tokens.ts';
import type { ModelCall } from '../../ports/model-calls.ts';
import { readFields } from '../../run/answer/read-fields.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { RunState } from '../../run/run-state.ts';
import { findResults, type Result } from './find-results.ts';
import { toShares, toText, type Share } from './to-shares.ts';

/** What results are passed with. */
export interface PassContext extends Pick<RunContext, 'routes' | 'calls' | 'prompts'> {
  readonly state: RunState;
}

/** Of a window that results may take: instruction, goal, piece and answer need room too. */
const SHARE_OF_WINDOW = 0.6;
/** Of a summary that was asked for although all would fit: the part that is left. */
const SUMMARY_SHARE = 0.2;
const MIN_SUMMARY_TOKENS = 400;
const OPENING_LENGTH = 200;

/**
 * Makes the results that a task reads shorter, where they do not fit its models, or where the plan wants it: by the model, for
 * this task. `undefined` when there is nothing to do. What comes of it is in the log, so that a resumed run has it.
 */
export function shortenResults(
  task: Task,
  planTask: PlanTask | undefined,
  context: PassContext,
): Promise<void> | undefined {
  const shares = sharesOf(task, planTask, context);
  if (shares.length === 0) return undefined;
  const calls = shares.map((share, index) => context.calls.call(toCall(share, index, task, context)));
  return Promise.all(calls).then(() => {});
}

/** Results as a task is told them. */
export function passedResults(task: Task, planTask: PlanTask | undefined, context: PassContext): readonly Result[] {
  const { state } = context;
  const results = findResults(planTask, task.piece, state);
  if (planTask?.pass === 'reference') return results.map(toReference);
  const shares = sharesOf(task, planTask, context);
  if (shares.length === 0) return results;
  return shares.map(({ sources, text, tokens }, index) => {
    const summary = state.tasks[summaryId(task, index)]?.output;
    return { taskId: sources, output: typeof summary === 'string' ? summary : cut(text, tokens) };
  });
}

/** None when the results are passed as they are. */
function sharesOf(task: Task, planTask: PlanTask | undefined, { state, routes }: PassContext): readonly Share[] {
  if (planTask === undefined || planTask.pass === 'reference' || planTask.dependsOn.length === 0) return [];
  const results = findResults(planTask, task.piece, state);
  const all = results.reduce((sum, { output }) => sum + estimateTokens(toText(output)), 0);
  const room = roomOf(task, routes);
  if (planTask.pass === 'whole') return all <= room ? [] : toShares(results, room);
  const wanted = Math.max(MIN_SUMMARY_TOKENS, Math.floor(all * SUMMARY_SHARE));
  return all <= wanted ? [] : toShares(results, Math.min(room, wanted));
}

/** Tokens that results may have: any model of the route may get the task. */
function roomOf({ route }: Task, routes: RunContext['routes']): number {
  const windows = routes.find(({ name }) => name === route)?.targets.map(({ contextTokens }) => contextTokens) ?? [];
  return Math.floor(SHARE_OF_WINDOW * Math.min(...windows));
}

function toCall(share: Share, index: number, task: Task, { state, prompts }: PassContext): ModelCall<string> {
  const { system, user } = prompts.summary({
    goal: state.goal.goal,
    instruction: task.prompt ?? task.title,
    sources: share.sources,
    text: share.text,
    tokens: share.tokens,
  });
  return {
    task: {
      id: summaryId(task, index),
      kind: 'merge',
      round: task.round,
      title: `Shorten ${share.sources} for ${task.title}`,
      route: 'merge',
      dependsOn: [],
      expectedOutputTokens: share.tokens,
    },
    prompt: () => ({ system, messages: [{ role: 'user', content: user }] }),
    read: (answer) => toText(readFields([], answer)),
  };
}

function summaryId({ id }: Task, index: number): string {
  return `summary:${id}/${index}`;
}

function toReference({ taskId, output }: Result): Result {
  const text = toText(output);
  if (text.length <= OPENING_LENGTH) return { taskId, output };
  return {
    taskId,
    output: `${text.slice(0, OPENING_LENGTH)} … (the beginning of about ${estimateTokens(text)} tokens)`,
  };
}

/** When no model made it shorter: its beginning. */
function cut(text: string, tokens: number): string {
  const length = Math.floor((text.length * tokens) / Math.max(1, estimateTokens(text)));
  return length >= text.length ? text : `${text.slice(0, length)} … (cut)`;
}
