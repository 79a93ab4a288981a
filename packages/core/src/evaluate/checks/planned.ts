import type { RunContext } from '../../run/run-context.ts';
import { NOTHING_FOUND, type Finding } from '../finding.ts';

const BROKEN_OFF = { taskId: null, piece: null, reason: 'The run was stopped before its plan was complete.' };

/** A plan that was stopped while it was written may lack anything. */
export function checkPlanned({ log: { state }, signal }: RunContext): Finding {
  const isComplete = state.rounds.some(({ merge }) => merge !== undefined);
  return isComplete || !signal.aborted ? NOTHING_FOUND : { criteria: [], missing: [BROKEN_OFF] };
}
