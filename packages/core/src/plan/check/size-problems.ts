import type { PlanTask } from '../../domain/plan.ts';
import type { PlanLimits } from '../../ports/planner.ts';
import { countSelected } from '../../run/select-pieces.ts';
import { inOrder } from '../graph/in-order.ts';

/** What of a plan is beyond its limits. `planned` has all its tasks; of a circle every task counts once. */
export function* sizeProblems(
  planned: ReadonlyMap<string, PlanTask>,
  pieces: number,
  { maxTasks, maxDepth, maxWidth }: PlanLimits,
): Generator<string, void, undefined> {
  if (planned.size > maxTasks) {
    yield `The plan has ${planned.size} tasks; at most ${maxTasks} are allowed. A map task counts once: let it do what is the same for every piece.`;
    return;
  }
  const levels = toLevels(planned, pieces);
  if (levels.length > maxDepth) {
    yield `The longest chain of tasks that wait for one another has ${levels.length}; at most ${maxDepth} are allowed.`;
  }
  const widest = Math.max(0, ...levels);
  if (widest > maxWidth) {
    yield `The plan stands for ${widest} calls side by side, map tasks expanded; at most ${maxWidth} are allowed.`;
  }
}

/** How many tasks, expanded, have chains of one, two, three … before them. */
function toLevels(planned: ReadonlyMap<string, PlanTask>, pieces: number): readonly number[] {
  const depthOf = new Map<string, number>();
  const levels: number[] = [];
  for (const task of inOrder([...planned.values()])) {
    const depth = task.dependsOn.reduce((most, id) => Math.max(most, (depthOf.get(id) ?? -1) + 1), 0);
    depthOf.set(task.id, depth);
    levels[depth] = (levels[depth] ?? 0) + sizeOf(task, pieces);
  }
  return levels;
}

function sizeOf(task: PlanTask, pieces: number): number {
  const places = task.kind === 'single' ? 1 : countSelected(task, pieces);
  return places * (task.certainty?.copies ?? 1);
}
