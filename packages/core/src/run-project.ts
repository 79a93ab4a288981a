import type { RunStatus } from './domain/goal.ts';
import type { Gap } from './domain/verdict.ts';
import { toFailure } from './errors/manyhands-error.ts';
import type { Project } from './project.ts';
import { bestRound } from './run-result.ts';

/**
 * The way of a goal. Each verb is a stage; balancing and calling happen in the workers, between `dispatch` and `collect`.
 * Never rejects but for a log that cannot be written.
 */
export async function runProject(project: Project): Promise<void> {
  try {
    await project.start();
    await project.readInput();
    await project.clarify();
    await runRounds(project);
    await project.end(statusOf(project));
  } catch (error) {
    const failure = toFailure(error);
    project.halt(failure.message);
    await project.end(statusOf(project), failure);
  }
}

async function runRounds(project: Project): Promise<void> {
  let missing: readonly Gap[] = [];
  for (let round = 1; round <= project.maxRounds; round += 1) {
    await project.startRound(round, missing);
    for await (const changes of project.plan(round)) project.dispatch(changes);
    await Promise.all([project.collect(), project.mergeAhead(round), project.draftCriteria(), project.forecast()]);
    const output = await project.merge(round);
    missing = [];
    if (project.isOutdated(round)) continue;
    const verdict = await project.evaluate(round, output);
    if (project.isOutdated(round)) continue;
    if (verdict.missing.length === 0 || project.isStopped || !hasImproved(project, round)) return;
    missing = verdict.missing;
  }
}

/** A round that brought nothing better than those before it would only be repeated. */
function hasImproved({ log }: Project, round: number): boolean {
  return bestRound(log.state, round)?.round === round;
}

function statusOf({ log: { state } }: Project): RunStatus {
  if (state.status === 'cancelling') return 'cancelled';
  const best = bestRound(state);
  if (best === undefined) return 'failed';
  if (best.verdict?.isComplete === true) return 'done';
  const isSomeDone = Object.values(state.tasks).some(({ task, status }) => task.kind === 'work' && status === 'done');
  return isSomeDone ? 'partial' : 'failed';
}
