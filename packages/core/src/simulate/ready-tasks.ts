import type { SimulatedTask } from './simulated-task.ts';

/** The tasks in the order in which they may start. */
export interface ReadyTasks {
  readonly isEmpty: boolean;
  /** Those that have not ended. */
  readonly left: number;
  take(): number | undefined;
  onEnded(index: number): void;
}

export function createReadyTasks(tasks: readonly SimulatedTask[]): ReadyTasks {
  const missing = tasks.map(({ after }) => after.length);
  const followers = new Map<number, number[]>();
  const ready: number[] = [];
  let taken = 0;
  let ended = 0;
  for (const [index, { after }] of tasks.entries()) {
    if (after.length === 0) ready.push(index);
    for (const before of after) {
      const known = followers.get(before);
      if (known === undefined) followers.set(before, [index]);
      else known.push(index);
    }
  }
  return {
    get isEmpty() {
      return taken === ready.length;
    },
    get left() {
      return tasks.length - ended;
    },
    take() {
      const index = ready[taken];
      if (index !== undefined) taken += 1;
      return index;
    },
    onEnded(index) {
      ended += 1;
      for (const follower of followers.get(index) ?? []) {
        missing[follower]! -= 1;
        if (missing[follower] === 0) ready.push(follower);
      }
    },
  };
}
