import type { Task } from '../domain/task.ts';
import type { ModelCall } from '../ports/model-calls.ts';
import { readFields } from '../run/answer/read-fields.ts';
import type { RunState } from '../run/run-state.ts';
import type { Hashes } from './graph/create-hashes.ts';
import { toPlace } from './graph/place.ts';
import { toWorkPrompt } from './to-work-prompt.ts';

/** How the model that does a task is asked, and what its answer is read as. */
export function toWorkCall(task: Task, state: RunState, hashes: Hashes): ModelCall {
  return {
    task,
    prompt: () => toWorkPrompt(task, state),
    hash: () => hashOf(task, state, hashes),
    read: (answer) => readFields(task.fields ?? [], answer),
  };
}

function hashOf({ planTaskId, piece }: Task, { planTasks, pieces }: RunState, hashes: Hashes): string {
  const planTask = planTasks.find(({ id }) => id === planTaskId);
  return planTask === undefined ? '' : hashes.of(toPlace(planTask, piece === undefined ? undefined : pieces[piece]));
}
