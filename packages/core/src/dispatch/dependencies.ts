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
 * dependency was not done can never start, unless that one was optional; one that waits for all pieces of a map task starts
 * if any of them is done.
 */
export interface Dependencies {
  /** Takes the task in; tells at once when it has nothing to wait for. */
  add(task: Task): Readiness | undefined;
  /** The task is tried several times, and chosen among: it has ended when so many tasks have, and is done when any try is. */
  expect(taskId: string, members: number): void;
  /** All pieces of the map task were added. Some may be added again later: then it is waited for anew. */
  closeGroup(planTaskId: string): readonly Readiness[];
  /** What the end of a task makes ready or impossible. */
  settle(task: Task, outcome: TaskOutcome['status']): readonly Readiness[];
  /** Something that is no task, and that tasks wait for, is there: an answer. */
  meet(key: string): readonly Readiness[];
}

export function createDependencies(): Dependencies {
  /** Whether what is waited for is there (`true`) or never will be, by its key: a task's id or that of something else. */
  const ended = new Map<string, boolean>();
  /** By the id of the plan task with `#*`. */
  const groups = new Map<string, Group>();
  const waiters = new Map<string, string[]>();
  const unmet = new Map<string, number>();
  /** What has not ended of tasks that are tried several times, by id. */
  const tried = new Map<string, { open: number; isDone: boolean; first?: Task }>();

  function add(task: Task): Readiness | undefined {
    if (task.planTaskId !== undefined && task.copyOf === undefined) groupOf(task.planTaskId + ALL_PIECES).open += 1;
    const open = task.dependsOn.filter((key) => stateOf(key) === undefined);
    const failed = task.dependsOn.find((key) => stateOf(key) === false);
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

  function groupOf(key: string): Group {
    const group = groups.get(key) ?? { open: 0, done: 0, isClosed: false };
    groups.set(key, group);
    return group;
  }

  function stateOf(key: string): boolean | undefined {
    const group = key.endsWith(ALL_PIECES) ? groups.get(key) : undefined;
    if (group === undefined) return ended.get(key);
    return group.isClosed && group.open === 0 ? group.done > 0 : undefined;
  }

  function settle(task: Task, outcome: TaskOutcome['status']): readonly Readiness[] {
    const tries = tried.get(task.copyOf ?? task.id);
    if (tries === undefined) return task.copyOf === undefined ? settleWhole(task, outcome) : [];
    tries.open -= 1;
    tries.isDone ||= outcome === 'done' && task.kind === 'work';
    if (task.copyOf === undefined) tries.first = task;
    if (tries.open > 0 || tries.first === undefined) return [];
    tried.delete(tries.first.id);
    return settleWhole(tries.first, tries.isDone ? 'done' : 'failed');
  }

  function settleWhole(task: Task, outcome: TaskOutcome['status']): readonly Readiness[] {
    const changed = end(task.id, outcome === 'done' || task.isOptional === true);
    if (task.planTaskId === undefined) return changed;
    const key = task.planTaskId + ALL_PIECES;
    const group = groupOf(key);
    group.open -= 1;
    if (outcome === 'done' || task.isOptional === true) group.done += 1;
    return [...changed, ...endGroup(key)];
  }

  function closeGroup(planTaskId: string): readonly Readiness[] {
    const key = planTaskId + ALL_PIECES;
    groupOf(key).isClosed = true;
    return endGroup(key);
  }

  function endGroup(key: string): readonly Readiness[] {
    const isMet = stateOf(key);
    return isMet === undefined ? [] : tell(key, isMet);
  }

  function end(key: string, isMet: boolean): readonly Readiness[] {
    ended.set(key, isMet);
    return tell(key, isMet);
  }

  function tell(key: string, isMet: boolean): readonly Readiness[] {
    const waiting = waiters.get(key) ?? [];
    waiters.delete(key);
    return waiting.flatMap((taskId) => hear(taskId, key, isMet));
  }

  function hear(taskId: string, key: string, isMet: boolean): readonly Readiness[] {
    const left = unmet.get(taskId);
    if (left === undefined) return [];
    if (!isMet) {
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

  const expect = (taskId: string, members: number) => void tried.set(taskId, { open: members, isDone: false });

  return { add, expect, closeGroup, settle, meet: (key) => end(key, true) };
}
