import type { Prompt } from '../domain/chat.ts';
import type { Task } from '../domain/task.ts';
import { toJsonOutput } from '../run/answer/to-json-output.ts';
import { passedResults, type PassContext } from './pass/pass-results.ts';

/** What the model that does a task is told: made when the task is published, when all it depends on has ended. */
export function toWorkPrompt(task: Task, context: PassContext): Prompt {
  const { state, prompts } = context;
  const planTask = state.planTasks.find(({ id }) => id === task.planTaskId);
  const piece = task.piece === undefined ? undefined : state.pieces[task.piece];
  const { system, user } = prompts.work({
    instruction: task.prompt ?? task.title,
    goal: state.goal.goal,
    answers: state.answers.filter(({ id }) => planTask?.uses.includes(id)),
    results: passedResults(task, planTask, context),
    ...(piece !== undefined && { piece }),
  });
  const fields = task.fields ?? [];
  return {
    system,
    messages: [{ role: 'user', content: user }],
    ...(fields.length > 0 && { output: toJsonOutput(task.planTaskId ?? 'answer', fields) }),
  };
}
