import * as z from 'zod';
import { gapSchema, type CriterionVerdict } from '../../domain/verdict.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { judgePrompt } from '../../defaults/prompts/judge.ts';
import type { ModelCalls } from '../../ports/model-calls.ts';
import type { Judgement, JudgeRequest } from '../../ports/planner.ts';
import { readValue } from '../../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../../run/answer/to-json-output.ts';
import { ask, type AskOptions } from './ask.ts';

const judgementSchema = z.object({
  criteria: z.array(
    z.object({ criterionId: z.string(), isMet: z.boolean(), reason: z.string(), taskIds: z.array(z.string()) }),
  ),
  missing: z.array(gapSchema),
});
type ReadJudgement = z.infer<typeof judgementSchema>;

/** What the planner's model thinks of a result. Every criterion has exactly one verdict. */
export async function judge(request: JudgeRequest, options: AskOptions, calls: ModelCalls): Promise<Judgement> {
  const question = {
    kind: 'evaluate',
    title: 'Judge the result',
    round: request.round,
    text: judgePrompt(request),
    output: schemaToJsonOutput('judgement', judgementSchema),
    read: (response) => check(readValue(judgementSchema, response), request),
  } as const satisfies Parameters<typeof ask<ReadJudgement>>[0];
  const { criteria, missing } = await ask<ReadJudgement>(question, options, calls);
  return { criteria: criteria.map(toVerdict), missing };
}

function toVerdict({ criterionId, isMet, reason, taskIds }: ReadJudgement['criteria'][number]): CriterionVerdict {
  return { criterionId, isMet, reason, taskIds, by: 'planner' };
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
