import * as z from 'zod';
import type { ChatResponse } from '../../domain/chat.ts';
import { criterionSchema, type Criterion } from '../../domain/verdict.ts';
import { STANDARD_PROMPTS } from '../../defaults/prompts/prompts.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import type { ModelCalls } from '../../ports/model-calls.ts';
import type { DraftRequest } from '../../ports/planner.ts';
import { readValue } from '../../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../../run/answer/to-json-output.ts';
import { ask, type AskOptions } from './ask.ts';

const MAX_CRITERIA = 12;
const draftSchema = z.object({ drafted: z.array(criterionSchema) });
const OUTPUT = schemaToJsonOutput('criteria', draftSchema);

/** What the planner's model thinks a result must meet. */
export async function draft(
  request: DraftRequest,
  options: AskOptions,
  calls: ModelCalls,
): Promise<readonly Criterion[]> {
  const text = (options.prompts ?? STANDARD_PROMPTS).draft(request);
  const title = 'Draft the criteria';
  const asked = { kind: 'evaluate', title, round: 1, place: '/criteria', text, output: OUTPUT, read } as const;
  return (await ask(asked, options, calls)).drafted;
}

function read(response: ChatResponse): z.infer<typeof draftSchema> {
  const answer = readValue(draftSchema, response);
  const ids = answer.drafted.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new InvalidAnswerError('Two criteria have one id; give each its own.');
  if (ids.length === 0) throw new InvalidAnswerError('There has to be at least one criterion.');
  if (ids.length > MAX_CRITERIA) throw new InvalidAnswerError(`Give at most ${MAX_CRITERIA} criteria.`);
  return answer;
}
