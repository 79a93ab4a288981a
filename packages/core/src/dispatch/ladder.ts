import type { LadderStep } from '../domain/goal.ts';
import type { Target } from '../domain/target.ts';
import type { Task } from '../domain/task.ts';
import type { BudgetBreach } from './budget-gate.ts';

/** What the app wants done on the way to the end of the budget, step by step. */
export interface Ladder {
  /** Whether the task is left out: it is optional, and the budget runs short. */
  leavesOut(task: Task): boolean;
  /** Who serves the task now. */
  targetsOf(task: Task): readonly Target[];
  /** The budget is used as far as the app wants to go. */
  end(): BudgetBreach | undefined;
}

export interface LadderOptions {
  readonly steps: readonly LadderStep[];
  /** The greatest share of a bound that is spent or reserved, from 0 up. */
  used(): number;
  targetsOf(route: string): readonly Target[];
  /** Where the task goes when the app names no cheaper route. */
  cheapestFor(task: Task): string;
  /** A step was reached: told once. */
  onStep(step: LadderStep): void;
}

export function createLadder({ steps, used, targetsOf, cheapestFor, onStep }: LadderOptions): Ladder {
  const left = steps.toSorted((a, b) => a.at - b.at);
  const reached: LadderStep[] = [];

  /** Once reached, a step stays: what was reserved and not spent brings nobody back. */
  function find(what: LadderStep['do']): LadderStep | undefined {
    while (left.length > 0 && used() >= left[0]!.at) {
      const step = left.shift()!;
      reached.push(step);
      onStep(step);
    }
    return reached.findLast((step) => step.do === what);
  }

  return {
    leavesOut: (task) => task.isOptional === true && find('drop-optional') !== undefined,
    targetsOf(task) {
      if (task.targets !== undefined) return task.targets;
      const step = task.kind === 'work' ? find('cheaper') : undefined;
      return targetsOf(step === undefined ? task.route : (step.route ?? cheapestFor(task)));
    },
    end() {
      const step = find('stop');
      if (step === undefined) return undefined;
      const percent = Math.round(step.at * 100);
      return {
        limit: 'ladder',
        message: `${percent} % of the budget is used: by its ladder the run ends with what there is.`,
      };
    },
  };
}
