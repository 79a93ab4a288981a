import type { GoalInput, Json, Orchestrator, Run, Store } from '@manyhands/core';

/** Goes on with a run of this goal that was left unfinished in the store, and says so; or starts one. */
export async function openRun(orchestrator: Orchestrator, goal: GoalInput, store?: Store): Promise<Run<Json>> {
  const left = await store?.list({ state: 'unfinished' });
  const found = left?.find((run) => run.goal === goal.goal);
  if (found === undefined) return orchestrator.start(goal);
  const run = await orchestrator.resume(found.runId, goal);
  const { tasks, counts } = run.snapshot();
  console.log(
    `Resumes run ${run.id}, which was left unfinished: ${counts.done} of ${Object.keys(tasks).length} tasks are done.`,
  );
  return run;
}
