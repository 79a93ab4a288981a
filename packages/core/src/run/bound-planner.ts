import type { Planner } from '../ports/planner.ts';
import { eachUntilStopped, untilStopped } from './until-stopped.ts';

/** A planner of the app's own, for as long as the run goes on: one that never answers is left when the run is stopped. */
export function boundPlanner(planner: Planner, signal: AbortSignal): Planner {
  return {
    ...(planner.clarify && { clarify: (request) => untilStopped(planner.clarify!(request), signal) }),
    ...(planner.draft && { draft: (request) => untilStopped(planner.draft!(request), signal) }),
    plan: (request) => eachUntilStopped(planner.plan(request), signal),
    ...(planner.judge && { judge: (request) => untilStopped(planner.judge!(request), signal) }),
  };
}
