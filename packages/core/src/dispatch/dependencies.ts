import type { Task } from '../domain/task.ts';
import type { TaskOutcome } from '../ports/model-calls.ts';

/** `read#*` stands for all tasks that the map task `read` was expanded to. */
const ALL_PIECES = '#*';

export type Readiness =
  | { readonly taskId: string; readonly isReady: true }
  /** `because` names the dependency that was not done. */
  | { readonly taskId: string; readonly isReady: false; readonly because: string };

interface Group {
  open: number;
  done: number;
  isClosed: boolean;
}

/**
 * Knows which tasks wait for which. A task waits for its own dependencies and for nothing else: no barrier. A task whose
 * dependency was not done can never start; one that waits for all pieces of a map task starts if any of them is done.
 */
export interface Dependencies {
  /** Takes the task in; tells at once when it has nothing to wait for. */
  add(task: Task): Readiness | undefined;
  /** All pieces of the map task were added. */
  closeGroup(planTaskId: string): readonly Readiness[];
  /** What the end of a task makes ready or impossible. */
  settle(taskId: string, outcome: TaskOutcome['status']): readonly Readiness[];
}

export function createDependencies(): Dependencies {
  /** Ended or not, by key: a task's id, or `plan task#*`. */
  const ended = new Map<string, boolean>();
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, string>();
  const waiters = new Map<string, string[]>();
  const unmet = new Map<string, number>();

  function add(task: Task): Readiness | undefined {
    if (task.planTaskId !== undefined) joinGroup(task.id, task.planTaskId + ALL_PIECES);
    const open = task.dependsOn.filter((key) => !ended.has(key));
    const failed = task.dependsOn.find((key) => ended.get(key) === false);
    if (failed !== undefined) return { taskId: task.id, isReady: false, because: failed };
    if (open.length === 0) return { taskId: task.id, isReady: true };
    unmet.set(task.id, open.length);
    for (const key of open) waitFor(key, task.id);
    return undefined;
  }

  function waitFor(key: string, taskId: string): void {
    const list = waiters.get(key);
    if (list === undefined) waiters.set(key, [taskId]);
    else list.push(taskId);
  }

  function joinGroup(taskId: string, key: string): void {
    const group = groups.get(key) ?? { open: 0, done: 0, isClosed: false };
    group.open += 1;
    groups.set(key, group);
    groupOf.set(taskId, key);
  }

  function settle(taskId: string, outcome: TaskOutcome['status']): readonly Readiness[] {
    const changed = end(taskId, outcome === 'done');
    const key = groupOf.get(taskId);
    const group = key === undefined ? undefined : groups.get(key);
    if (key === undefined || group === undefined) return changed;
    groupOf.delete(taskId);
    group.open -= 1;
    if (outcome === 'done') group.done += 1;
    return [...changed, ...endGroup(key, group)];
  }

  function closeGroup(planTaskId: string): readonly Readiness[] {
    const key = planTaskId + ALL_PIECES;
    const group = groups.get(key) ?? { open: 0, done: 0, isClosed: false };
    groups.set(key, group);
    group.isClosed = true;
    return endGroup(key, group);
  }

  function endGroup(key: string, group: Group): readonly Readiness[] {
    return group.isClosed && group.open === 0 ? end(key, group.done > 0) : [];
  }

  function end(key: string, isDone: boolean): readonly Readiness[] {
    ended.set(key, isDone);
    const waiting = waiters.get(key) ?? [];
    waiters.delete(key);
    return waiting.flatMap((taskId) => meet(taskId, key, isDone));
  }

  function meet(taskId: string, key: string, isDone: boolean): readonly Readiness[] {
    const left = unmet.get(taskId);
    if (left === undefined) return [];
    if (!isDone) {
      unmet.delete(taskId);
      return [{ taskId, isReady: false, because: key }];
    }
    if (left > 1) {
      unmet.set(taskId, left - 1);
      return [];
    }
    unmet.delete(taskId);
    return [{ taskId, isReady: true }];
  }

  return { add, closeGroup, settle };
}
