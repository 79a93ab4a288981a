import type { Prompt } from '../domain/chat.ts';
import type { Json } from '../domain/json.ts';
import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { STANDARD_PROMPTS, type Prompts } from '../defaults/prompts/prompts.ts';
import { toJsonOutput } from '../run/answer/to-json-output.ts';
import { doneAt } from '../run/places.ts';
import type { RunState } from '../run/run-state.ts';
import { pieceTaskId } from './task-ids.ts';

/** What the model that does a task is told: made when the task is published, when all it depends on has ended. */
export function toWorkPrompt(task: Task, state: RunState, prompts: Prompts = STANDARD_PROMPTS): Prompt {
  const planTask = state.planTasks.find(({ id }) => id === task.planTaskId);
  const piece = task.piece === undefined ? undefined : state.pieces[task.piece];
  const { system, user } = prompts.work({
    instruction: task.prompt ?? task.title,
    goal: state.goal.goal,
    answers: state.answers.filter(({ id }) => planTask?.uses.includes(id)),
    results: findResults(planTask, task.piece, state),
    ...(piece !== undefined && { piece }),
  });
  const fields = task.fields ?? [];
  return {
    system,
    messages: [{ role: 'user', content: user }],
    ...(fields.length > 0 && { output: toJsonOutput(task.planTaskId ?? 'answer', fields) }),
  };
}

interface Result {
  readonly taskId: string;
  readonly output: Json;
}

/** Results of the plan tasks it depends on, in their order and in that of the pieces. */
function findResults(planTask: PlanTask | undefined, piece: number | undefined, state: RunState): readonly Result[] {
  return upstreamOf(planTask, piece, state).flatMap((place) => {
    const output = doneAt(place, state)?.output;
    return output === undefined ? [] : [{ taskId: place, output }];
  });
}

/** A piece of a map task reads the same piece of the map tasks it depends on; a single task reads all pieces. */
function upstreamOf(
  planTask: PlanTask | undefined,
  piece: number | undefined,
  { planTasks, pieces }: RunState,
): readonly string[] {
  return (planTask?.dependsOn ?? []).flatMap((dependency) => {
    if (planTasks.find(({ id }) => id === dependency)?.kind !== 'map') return [dependency];
    if (piece !== undefined) return [pieceTaskId(dependency, piece)];
    return pieces.map(({ index }) => pieceTaskId(dependency, index));
  });
}
