import type { RunState } from './run-state.ts';

/** Ids of questions that have no answer yet, not even an assumed one. */
export function openQuestions({ questions, answers }: Pick<RunState, 'questions' | 'answers'>): ReadonlySet<string> {
  const answered = new Set(answers.map(({ id }) => id));
  return new Set(questions.map(({ id }) => id).filter((id) => !answered.has(id)));
}
