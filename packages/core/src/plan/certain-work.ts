import * as z from 'zod';
import type { Certainty } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { Task } from '../domain/task.ts';
import type { Prompts } from '../defaults/prompts/prompts.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import type { ModelCall } from '../ports/model-calls.ts';
import { readValue } from '../run/answer/read-value.ts';
import { schemaToJsonOutput } from '../run/answer/to-json-output.ts';
import { candidatesOf } from '../run/elect.ts';
import type { RunState } from '../run/run-state.ts';

/**
 * The tries at a task that needs certainty, itself the first. All go to one model, since answers of several cannot well be
 * compared; to several when the task asks for that.
 */
export function toTries(task: Task, { copies, mix }: Certainty, targets: readonly Target[]): readonly Task[] {
  const first = (task.piece ?? 0) % targets.length;
  return Array.from({ length: copies }, (_, index) => {
    const target = targets[(mix ? first + index : first) % targets.length]!;
    const copy = index === 0 ? {} : { id: `${task.id}.${index + 1}`, copyOf: task.id };
    return { ...withoutPlace(task, index), ...copy, targets: [target] };
  });
}

/** Only the first fills the place in the plan. */
function withoutPlace({ replaces, ...task }: Task, index: number): Task {
  return index === 0 && replaces !== undefined ? { ...task, replaces } : task;
}

/** What the choice among the tries at a task waits for. */
export function choiceKey(taskId: string): string {
  return `tried:${taskId}`;
}

const choiceSchema = z.object({ reason: z.string(), choice: z.number().int().positive() });

/** Has a model take one of the answers; reads as its index. */
export function toChoice(
  { id, round, title, prompt: instruction = title }: Task,
  state: RunState,
  prompts: Prompts,
): ModelCall {
  const toPrompt = () => {
    const answers = candidatesOf(id, state);
    const { system, user } = prompts.choose({ goal: state.goal.goal, instruction, answers });
    const output = schemaToJsonOutput('choice', choiceSchema);
    return { system, messages: [{ role: 'user' as const, content: user }], output };
  };
  return {
    task: {
      id: `${id}.best`,
      kind: 'evaluate',
      round,
      title: `Choose the best answer: ${title}`,
      route: 'planner',
      dependsOn: [choiceKey(id)],
      copyOf: id,
    },
    prompt: toPrompt,
    read(response) {
      const { choice, reason } = readValue(choiceSchema, response);
      const { length } = candidatesOf(id, state);
      if (choice > length)
        throw new InvalidAnswerError(`There is no answer ${choice}; they are numbered from 1 to ${length}.`);
      return { choice: choice - 1, reason };
    },
  };
}
