import type { ChatResponse, Prompt } from '../domain/chat.ts';
import type { Json } from '../domain/json.ts';
import type { FunctionCall } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import type { ModelCall } from '../ports/model-calls.ts';
import { readFields } from '../run/answer/read-fields.ts';
import type { RunState } from '../run/run-state.ts';
import { accept } from './accept.ts';
import type { Hashes } from './graph/create-hashes.ts';
import { toPlace } from './graph/place.ts';
import { shortenResults, type PassContext } from './pass/pass-results.ts';
import { toArguments } from './to-arguments.ts';
import { toWorkPrompt } from './to-work-prompt.ts';

/** What the tasks of a run are made of, and told. */
export interface WorkMaterial extends PassContext {
  readonly hashes: Hashes;
}

/** How the model that does a task is asked, and what its answer is read as. */
export function toWorkCall(task: Task, material: WorkMaterial): ModelCall {
  const { state, hashes } = material;
  const piece = task.piece === undefined ? undefined : state.pieces[task.piece];
  const planned = () => state.planTasks.find(({ id }) => id === task.planTaskId);
  return {
    task,
    prepare: () => (task.call === undefined ? shortenResults(task, planned(), material) : undefined),
    prompt: () => (task.call === undefined ? toWorkPrompt(task, material) : toFunctionPrompt(task.call, task, state)),
    hash() {
      const planTask = planned();
      return planTask === undefined ? '' : hashes.of(toPlace(planTask, piece));
    },
    read(answer) {
      const output = readOutput(task, answer);
      accept(output, planned()?.accept ?? [], piece);
      return output;
    },
  };
}

/** A function is told its arguments only. */
function toFunctionPrompt(call: FunctionCall, task: Task, state: RunState): Prompt {
  return { messages: [{ role: 'user', content: JSON.stringify(toArguments(call, task, state)) }] };
}

/** What a function gives is of whatever form it is, unless fields say which parts of it are wanted. */
function readOutput({ call, fields = [] }: Task, answer: ChatResponse): Json {
  if (call === undefined || fields.length > 0) return readFields(fields, answer);
  try {
    return JSON.parse(answer.text) as Json;
  } catch {
    return answer.text;
  }
}
