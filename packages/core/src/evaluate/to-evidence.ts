import type { JudgeRequest } from '../ports/planner.ts';
import type { RunState, TaskState } from '../run/run-state.ts';
import { toWorkPlaces } from '../run/work-places.ts';

const MAX_TASKS = 200;
const MAX_DIGEST_CHARS = 200;

/** Tasks as the planner sees them: how each ended and how its result begins. What is not done comes first. */
export function toEvidence(state: RunState): JudgeRequest['tasks'] {
  const newest = [...toWorkPlaces(state).values()].map((place) => place.newest);
  const [done, undone] = [newest.filter(isDone), newest.filter((task) => !isDone(task))];
  return [...undone, ...done].slice(0, MAX_TASKS).map(({ task, status, ...rest }) => ({
    id: task.id,
    title: task.title,
    state: status,
    digest: toDigest(rest),
  }));
}

function isDone({ status }: TaskState): boolean {
  return status === 'done';
}

function toDigest({ output, failure, reason }: Pick<TaskState, 'output' | 'failure' | 'reason'>): string {
  const said = output ?? failure?.message ?? reason ?? '';
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const characters = Array.from(text.slice(0, 2 * MAX_DIGEST_CHARS));
  if (characters.length <= MAX_DIGEST_CHARS) return text;
  return `${characters.slice(0, MAX_DIGEST_CHARS - 1).join('')}…`;
}
