import type { Json } from '../domain/json.ts';
import type { RunState, TaskState } from './run-state.ts';
import { mostFrequent } from './same-value.ts';

/** Tasks of a run, and which of them are further tries at the work of which, or choose among them. */
export type Tried = Pick<RunState, 'tasks' | 'copies'>;

/**
 * A task as others see it: of one that was tried several times, done when any try is, with the answer that was chosen, or the
 * most frequent one.
 */
export function elect(task: TaskState, state: Tried): TaskState {
  const copies = state.copies[task.task.id];
  if (copies === undefined) return task;
  const outputs = candidatesOf(task.task.id, state);
  if (outputs.length === 0) return task;
  const choice = copies.map((id) => state.tasks[id]!).find(isChoice)?.output;
  return { ...task, status: 'done', output: outputs[toIndex(choice)] ?? mostFrequent(outputs) };
}

/** The answers of all tries that are done, the first try's first. */
export function candidatesOf(taskId: string, { tasks, copies }: Tried): readonly Json[] {
  const tries = [taskId, ...(copies[taskId] ?? [])].map((id) => tasks[id]!).filter(({ task }) => task.kind === 'work');
  return tries.flatMap(({ status, output }) => (status === 'done' && output !== undefined ? [output] : []));
}

function isChoice({ task, status }: TaskState): boolean {
  return task.kind === 'evaluate' && status === 'done';
}

/** -1 where nothing was chosen. */
function toIndex(choice: Json | undefined): number {
  if (choice === undefined || choice === null || typeof choice !== 'object' || !('choice' in choice)) return -1;
  return typeof choice.choice === 'number' ? choice.choice : -1;
}
