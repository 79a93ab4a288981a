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
  const { log, planner, signal } = context;
  if (planner.clarify === undefined) return;
  const questions = await planner.clarify(toPlanRequest(context, { round: 1, missing: [] }));
  if (questions.length === 0) return;
  await log.append({ type: 'clarify:asked', questions: [...questions] });
  const given = (await onClarify?.(questions, signal)) ?? {};
  await log.append({ type: 'clarify:answered', answers: questions.map((question) => toAnswer(question, given)) });
}

function toAnswer({ id, question, assumption }: Question, given: Readonly<Record<string, string>>): Answer {
  const answer = given[id];
  return { id, question, answer: answer ?? assumption, isAssumed: answer === undefined };
}
