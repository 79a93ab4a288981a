import type { Gap } from '../../domain/verdict.ts';
import type { RunState, TaskState } from '../../run/run-state.ts';
import { toWorkPlaces, type WorkPlace } from '../../run/work-places.ts';
import type { Finding } from '../finding.ts';

const UNDONE: ReadonlySet<string> = new Set(['failed', 'skipped', 'cancelled']);

/** Work that ended without a result is missing, unless a later task did it. */
export function checkTasks(state: RunState): Finding {
  const undone = [...toWorkPlaces(state).values()].filter(
    ({ newest }) => UNDONE.has(newest.status) && !isLeftOut(newest),
  );
  return { criteria: [], missing: undone.map(toGap) };
}

/** What the app said may be left out. */
function isLeftOut({ task, status }: TaskState): boolean {
  return task.isOptional === true && status === 'cancelled';
}

function toGap({ id, newest }: WorkPlace): Gap {
  return { taskId: id, piece: newest.task.piece ?? null, reason: reasonOf(newest) };
}

function reasonOf({ status, failure, reason }: TaskState): string {
  if (status === 'failed') return `It failed: ${failure?.message ?? 'no reason was given'}`;
  return `It was ${status}: ${reason ?? 'no reason was given'}`;
}
