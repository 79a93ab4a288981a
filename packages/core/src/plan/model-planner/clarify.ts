import * as z from 'zod';
import type { ChatResponse } from '../../domain/chat.ts';
import { questionSchema, type Question } from '../../domain/plan.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { STANDARD_PROMPTS } from '../../defaults/prompts/prompts.ts';
import type { ModelCalls } from '../../ports/model-calls.ts';
import type { PlanRequest } from '../../ports/planner.ts';
import { readValue } from '../../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../../run/answer/to-json-output.ts';
import { ask, type AskOptions } from './ask.ts';

/** Deadlines are the app's. */
const clarificationSchema = z.object({ questions: z.array(questionSchema.omit({ deadlineMs: true })) });

/** What the planner's model finds unclear about a goal. */
export async function clarify(
  request: PlanRequest,
  options: AskOptions,
  calls: ModelCalls,
): Promise<readonly Question[]> {
  const { round } = request;
  const text = (options.prompts ?? STANDARD_PROMPTS).clarify(request);
  const title = 'Find what is unclear';
  const { questions } = await ask(
    { kind: 'clarify', title, round, text, output: schemaToJsonOutput('clarification', clarificationSchema), read },
    options,
    calls,
  );
  return questions;
}

function read(response: ChatResponse): z.infer<typeof clarificationSchema> {
  const answer = readValue(clarificationSchema, response);
  const ids = answer.questions.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new InvalidAnswerError(`Two questions have the id "${twice}"; give each its own.`);
  return answer;
}
