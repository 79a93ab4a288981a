import type { Answer, Question } from '../domain/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { untilStopped } from '../run/until-stopped.ts';
import { toPlanRequest } from './to-plan-request.ts';

/** What a person can be asked at once. */
const MAX_QUESTIONS = 10;

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
  const given = (await untilStopped(onClarify?.(questions, signal), signal)) ?? {};
  await log.append({ type: 'clarify:answered', answers: questions.map((question) => toAnswer(question, given)) });
}

/** Questions that were asked already stay open until they are answered. */
async function findQuestions(context: RunContext): Promise<readonly Question[]> {
  const { log } = context;
  if (log.state.questions.length > 0) return log.state.questions;
  const questions = await askPlanner(context);
  if (questions.length > 0) await log.append({ type: 'clarify:asked', questions: [...questions] });
  return questions;
}

/** Work goes on without the questions of a planner that fails to ask them, and with the first of one that asks without end. */
async function askPlanner(context: RunContext): Promise<readonly Question[]> {
  try {
    const questions = await context.planner.clarify?.(toPlanRequest(context, { round: 1, missing: [] }));
    return questions?.slice(0, MAX_QUESTIONS) ?? [];
  } catch (error) {
    if (context.signal.aborted) throw error;
    return [];
  }
}

function toAnswer({ id, question, assumption }: Question, given: Readonly<Record<string, string>>): Answer {
  const answer = given[id];
  return { id, question, answer: answer ?? assumption, isAssumed: answer === undefined };
}
