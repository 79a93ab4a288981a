import type { Dispatcher } from './dispatch/create-dispatcher.ts';
import type { Target } from './domain/target.ts';
import type { Task } from './domain/task.ts';
import type { Certainty } from './domain/plan.ts';
import { choiceKey, toChoice, toTries } from './plan/certain-work.ts';
import { toWorkCall, type WorkMaterial } from './plan/to-work-call.ts';
import { candidatesOf } from './run/elect.ts';
import { isTerminal } from './run/run-state.ts';
import { toKey } from './run/same-value.ts';

export interface WorkContext extends WorkMaterial {
  readonly dispatcher: Dispatcher;
  targetsOf(route: string): readonly Target[];
}

/**
 * Has a task of the plan done; one that needs certainty several times, side by side. Resolves when all of it has ended; gives
 * nothing when it had before, as most have of a run that is resumed.
 */
export function submitWork(task: Task, context: WorkContext): Promise<unknown> | undefined {
  const { dispatcher, state } = context;
  const certainty = state.planTasks.find(({ id }) => id === task.planTaskId)?.certainty ?? null;
  if (certainty !== null) return submitTries(task, certainty, context);
  const known = state.tasks[task.id];
  if (known === undefined || !isTerminal(known.status)) return dispatcher.submit(toWorkCall(task, context));
  dispatcher.recall(known);
  return undefined;
}

async function submitTries(task: Task, certainty: Certainty, context: WorkContext): Promise<void> {
  const { dispatcher, targetsOf } = context;
  const tries = toTries(task, certainty, targetsOf(task.route));
  const isChosen = certainty.by === 'best';
  dispatcher.expect(task.id, tries.length + (isChosen ? 1 : 0));
  const outcomes = Promise.all(tries.map((each) => dispatcher.submit(toWorkCall(each, context))));
  if (isChosen) await choose(task, outcomes, context);
  else await outcomes;
}

/** A choice is asked for when there is one. */
async function choose(task: Task, tried: Promise<unknown>, { dispatcher, state, prompts }: WorkContext) {
  const choice = toChoice(task, state, prompts);
  const chosen = dispatcher.submit(choice);
  await tried;
  const different = new Set(candidatesOf(task.id, state).map(toKey));
  if (different.size > 1) dispatcher.meet(choiceKey(task.id));
  else dispatcher.drop([choice.task.id], 'There is nothing to choose between.');
  await chosen;
}
