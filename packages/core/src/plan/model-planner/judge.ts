import * as z from 'zod';
import type { Json } from '../../domain/json.ts';
import { toTargetName, type Target } from '../../domain/target.ts';
import { gapSchema, type CriterionVerdict } from '../../domain/verdict.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import type { JudgeCase } from '../../defaults/prompts/judge.ts';
import { STANDARD_PROMPTS } from '../../defaults/prompts/prompts.ts';
import type { ModelCalls } from '../../ports/model-calls.ts';
import type { Judgement, JudgeRequest } from '../../ports/planner.ts';
import { readValue } from '../../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../../run/answer/to-json-output.ts';
import { ask, type AskOptions } from './ask.ts';
import { judgeByPanel } from './judge-panel.ts';
import { toParts } from '../../run/to-parts.ts';

const judgementSchema = z.object({
  criteria: z.array(
    z.object({ criterionId: z.string(), isMet: z.boolean(), reason: z.string(), taskIds: z.array(z.string()) }),
  ),
  missing: z.array(gapSchema),
});
type ReadJudgement = z.infer<typeof judgementSchema>;

/** How long an output may be that a model judges at once, as a share of what it reads: the rest is for the results. */
const SHARE_FOR_OUTPUT = 0.5;
/** Of what was found in all parts together. */
const SHARE_FOR_NOTES = 0.25;
const CHARS_PER_TOKEN = 3;

export interface JudgeOptions extends AskOptions {
  /** Judges beside one another, in place of the planner's model. */
  readonly panel?: readonly Target[];
  /** What the model reads at once, in tokens; the planner's, when none is named. Default: everything. */
  contextOf?(target?: Target): number;
}

/** What models think of a result: the planner's, or a panel of others. Every criterion has exactly one verdict. */
export function judge(request: JudgeRequest, options: JudgeOptions, calls: ModelCalls): Promise<Judgement> {
  const { panel } = options;
  if (panel === undefined) return judgeWhole(request, options, calls);
  return judgeByPanel(request, panel, (request, by) => judgeWhole(request, options, calls, by));
}

/** One that is too long is judged part by part; then what was found is judged as a whole. */
async function judgeWhole(
  request: JudgeRequest,
  options: JudgeOptions,
  calls: ModelCalls,
  by?: Target,
): Promise<Judgement> {
  const context = options.contextOf?.(by) ?? Infinity;
  const parts = toParts(toText(request.output), context * SHARE_FOR_OUTPUT);
  const once = (judged: JudgeCase) => judgeOnce(judged, options, calls, by);
  if (parts.length === 1) return once(request);
  const found = await Promise.all(
    parts.map((output, index) => once({ ...request, output, part: { index, of: parts.length } })),
  );
  const whole = await once({ ...request, output: null, notes: toNotes(found, context * SHARE_FOR_NOTES) });
  return { criteria: whole.criteria, missing: [...found.flatMap(({ missing }) => missing), ...whole.missing] };
}

function toNotes(found: readonly Judgement[], maxTokens: number): NonNullable<JudgeCase['notes']> {
  const count = found.reduce((sum, { criteria }) => sum + criteria.length, 0);
  const length = Math.max(40, Math.floor((maxTokens * CHARS_PER_TOKEN) / count));
  return found.flatMap(({ criteria }, part) =>
    criteria.map(({ criterionId, isMet, reason }) => {
      const text = isMet ? reason : `Broken here: ${reason}`;
      return { part, criterionId, text: text.slice(0, length) };
    }),
  );
}

async function judgeOnce(
  judged: JudgeCase,
  options: AskOptions,
  calls: ModelCalls,
  by: Target | undefined,
): Promise<Judgement> {
  const { part, round } = judged;
  const place = `${part === undefined ? '' : `/${part.index}`}${by === undefined ? '' : `@${toTargetName(by)}`}`;
  const question = {
    kind: 'evaluate',
    title: part === undefined ? 'Judge the result' : `Judge part ${part.index + 1} of the result`,
    round,
    place,
    text: (options.prompts ?? STANDARD_PROMPTS).judge(judged),
    output: schemaToJsonOutput('judgement', judgementSchema),
    read: (response) => check(readValue(judgementSchema, response), judged),
    ...(by !== undefined && { targets: [by] }),
  } as const satisfies Parameters<typeof ask<ReadJudgement>>[0];
  const { criteria, missing } = await ask<ReadJudgement>(question, options, calls);
  return { criteria: criteria.map(toVerdict), missing };
}

function toVerdict({ criterionId, isMet, reason, taskIds }: ReadJudgement['criteria'][number]): CriterionVerdict {
  return { criterionId, isMet, reason, taskIds, by: 'planner' };
}

function toText(output: Json): string {
  return typeof output === 'string' ? output : JSON.stringify(output, null, 1);
}

function check(judgement: ReadJudgement, request: JudgeRequest): ReadJudgement {
  const problems = [...problemsOf(judgement, request)];
  if (problems.length > 0) throw new InvalidAnswerError(problems.join('\n'));
  return judgement;
}

function* problemsOf(judgement: ReadJudgement, { criteria, tasks }: JudgeRequest): Generator<string> {
  const open = new Set(criteria.map(({ id }) => id));
  const known = new Set(tasks.map(({ id }) => id));
  for (const { criterionId, taskIds } of judgement.criteria) {
    if (!open.delete(criterionId)) yield `There is no criterion "${criterionId}", or it has two verdicts.`;
    for (const id of taskIds) if (!known.has(id)) yield `Criterion "${criterionId}": there is no task "${id}".`;
  }
  for (const id of open) yield `Criterion "${id}" has no verdict.`;
  for (const { taskId } of judgement.missing) {
    if (taskId !== null && !known.has(taskId))
      yield `Under "missing": there is no task "${taskId}"; give null if it is none.`;
  }
}
