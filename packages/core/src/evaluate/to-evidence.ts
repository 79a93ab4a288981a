import type { JudgeRequest } from '../ports/planner.ts';
import type { RunState, TaskState } from '../run/run-state.ts';
import { toWorkPlaces, type WorkPlace } from '../run/work-places.ts';

const MAX_TASKS = 200;
const MAX_DIGEST_CHARS = 200;

/**
 * Tasks as the planner sees them: how each ended and how its result begins. What is not done comes first. A task that was
 * done again goes by the id it had first.
 */
export function toEvidence(state: RunState): JudgeRequest['tasks'] {
  const places = [...toWorkPlaces(state).values()];
  const [done, undone] = [places.filter(isDone), places.filter((place) => !isDone(place))];
  return [...undone, ...done].slice(0, MAX_TASKS).map(({ id, newest: { task, status, ...rest } }) => ({
    id,
    title: task.title,
    state: status,
    digest: toDigest(rest),
  }));
}

function isDone({ newest }: WorkPlace): boolean {
  return newest.status === 'done';
}

function toDigest({ output, failure, reason }: Pick<TaskState, 'output' | 'failure' | 'reason'>): string {
  const said = output ?? failure?.message ?? reason ?? '';
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const characters = Array.from(text.slice(0, 2 * MAX_DIGEST_CHARS));
  if (characters.length <= MAX_DIGEST_CHARS) return text;
  return `${characters.slice(0, MAX_DIGEST_CHARS - 1).join('')}…`;
}
