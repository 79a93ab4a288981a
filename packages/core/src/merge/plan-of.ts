import type { MergePlan } from '../domain/plan.ts';
import type { RunState } from '../run/run-state.ts';

/** That of the newest round that has one; none when the plan broke off before it. */
export function planOf({ rounds }: RunState): MergePlan | undefined {
  return rounds.findLast(({ merge }) => merge !== undefined)?.merge;
}
