import type { Task } from '../domain/task.ts';
import type { ModelCall } from '../ports/model-calls.ts';
import { readFields } from '../run/answer/read-fields.ts';
import type { RunState } from '../run/run-state.ts';
import { accept } from './accept.ts';
import type { Hashes } from './graph/create-hashes.ts';
import { toPlace } from './graph/place.ts';
import { toWorkPrompt } from './to-work-prompt.ts';

/** How the model that does a task is asked, and what its answer is read as. */
export function toWorkCall(task: Task, state: RunState, hashes: Hashes): ModelCall {
  const piece = task.piece === undefined ? undefined : state.pieces[task.piece];
  const planned = () => state.planTasks.find(({ id }) => id === task.planTaskId);
  return {
    task,
    prompt: () => toWorkPrompt(task, state),
    hash() {
      const planTask = planned();
      return planTask === undefined ? '' : hashes.of(toPlace(planTask, piece));
    },
    read(answer) {
      const output = readFields(task.fields ?? [], answer);
      accept(output, planned()?.accept ?? [], piece);
      return output;
    },
  };
}
