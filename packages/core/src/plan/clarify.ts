import type { Answer, Question } from '../domain/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { toPlanRequest } from './to-plan-request.ts';

/** Answers by question id. Questions left out are answered by their assumption. */
export type OnClarify = (
  questions: readonly Question[],
  signal: AbortSignal,
) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** Asks the planner what is unclear, and the app for answers; what stays open is assumed, and recorded as assumed. */
export async function clarify(context: RunContext, onClarify: OnClarify | undefined): Promise<void> {
  const { log, signal } = context;
  const { answers, rounds } = log.state;
  if (answers.length > 0 || rounds.length > 0) return;
  const questions = await findQuestions(context);
  if (questions.length === 0) return;
  const given = (await onClarify?.(questions, signal)) ?? {};
  await log.append({ type: 'clarify:answered', answers: questions.map((question) => toAnswer(question, given)) });
}

/** Questions that were asked already stay open until they are answered. */
async function findQuestions(context: RunContext): Promise<readonly Question[]> {
  const { log, planner } = context;
  if (log.state.questions.length > 0) return log.state.questions;
  const questions = (await planner.clarify?.(toPlanRequest(context, { round: 1, missing: [] }))) ?? [];
  if (questions.length > 0) await log.append({ type: 'clarify:asked', questions: [...questions] });
  return questions;
}

function toAnswer({ id, question, assumption }: Question, given: Readonly<Record<string, string>>): Answer {
  const answer = given[id];
  return { id, question, answer: answer ?? assumption, isAssumed: answer === undefined };
}
