import type { Json } from '../domain/json.ts';
import type { FunctionCall, PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { doneAt } from '../run/places.ts';
import type { RunState } from '../run/run-state.ts';
import { isSelected } from '../run/select-pieces.ts';
import { pieceTaskId } from './task-ids.ts';

/** What a function is called with: values of the plan, and what came of the work. What was not done is left out. */
export function toArguments(
  { arguments: given }: FunctionCall,
  task: Task,
  state: RunState,
): Readonly<Record<string, Json>> {
  const entries = given.flatMap(({ name, from, value }) => {
    const found = from === null ? (JSON.parse(value ?? 'null') as Json) : valueAt(from, task, state);
    return found === undefined ? [] : [[name, found] as const];
  });
  return Object.fromEntries(entries);
}

function valueAt(from: string, { piece }: Task, state: RunState): Json | undefined {
  if (from === 'piece') return state.pieces[piece ?? -1]?.content;
  const [source, field] = splitOnce(from);
  if (source === 'answer') return state.answers.find(({ id }) => id === field)?.answer;
  const planTask = state.planTasks.find(({ id }) => id === source);
  if (planTask?.kind !== 'map') return fieldOf(doneAt(source, state)?.output, field);
  if (piece !== undefined) return fieldOf(doneAt(pieceTaskId(source, piece), state)?.output, field);
  return allOf(planTask, state).flatMap((output) => fieldOf(output, field) ?? []);
}

/** In the order of the pieces. */
function allOf(planTask: PlanTask, state: RunState): readonly Json[] {
  const selected = state.pieces.filter(({ index }) => isSelected(planTask, index));
  return selected.flatMap(({ index }) => doneAt(pieceTaskId(planTask.id, index), state)?.output ?? []);
}

function fieldOf(output: Json | undefined, field: string | undefined): Json | undefined {
  if (output === undefined || field === undefined) return output;
  return (output as Readonly<Record<string, Json>>)[field];
}

export function splitOnce(from: string): readonly [string, string?] {
  const dot = from.indexOf('.');
  return dot < 0 ? [from] : [from.slice(0, dot), from.slice(dot + 1)];
}
