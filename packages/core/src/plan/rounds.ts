import type { PlanTask } from '../domain/plan.ts';
import type { RunState, TaskState } from '../run/run-state.ts';

/** What was planned in a round, in order. */
export function plannedIn({ rounds }: RunState, round: number): readonly PlanTask[] {
  return rounds.find((candidate) => candidate.round === round)?.planned ?? [];
}

/** What was planned in the rounds before, as it was first planned. */
export function plannedBefore({ rounds }: RunState, round: number): ReadonlyMap<string, PlanTask> {
  const earlier = new Map<string, PlanTask>();
  for (const { planned } of rounds.filter((candidate) => candidate.round < round)) {
    for (const task of planned) if (!earlier.has(task.id)) earlier.set(task.id, task);
  }
  return earlier;
}

/** Tasks of the rounds before: what a round does again follows from them alone, however far it has come itself. */
export function tasksBefore({ tasks }: RunState, round: number): Readonly<Record<string, TaskState>> {
  return Object.fromEntries(Object.entries(tasks).filter(([, { task }]) => task.round < round));
}
