import { createHeap, type HeapItem } from '../heap.ts';
import { pathOf, priorityOf, type Waiter } from './waiter.ts';

const FEW = 64;

/** Those who are equally urgent, in the order in which they came. */
export interface Level extends HeapItem {
  readonly priority: number;
  readonly path: number;
  first: Waiter | undefined;
  last: Waiter | undefined;
}

/**
 * Waiters by priority, then the longest remaining path, then who came first. Many are equally urgent: only the levels of urgency
 * are in a heap, so that it costs little to be one of many.
 */
export class UrgencyQueue {
  readonly #levels = createHeap<Level>(isMoreUrgent);
  /** By priority, then by path. */
  readonly #known = new Map<number, Map<number, Level>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Waiter | undefined {
    return this.#levels.peek()?.first;
  }

  add(waiter: Waiter): void {
    const level = this.#levelOf(priorityOf(waiter), pathOf(waiter));
    waiter.level = level;
    waiter.ahead = level.last;
    if (level.last === undefined) level.first = waiter;
    else level.last.behind = waiter;
    level.last = waiter;
    this.#size += 1;
  }

  remove(waiter: Waiter): void {
    const { level, ahead, behind } = waiter;
    if (level === undefined) return;
    if (ahead === undefined) level.first = behind;
    else ahead.behind = behind;
    if (behind === undefined) level.last = ahead;
    else behind.ahead = ahead;
    waiter.level = undefined;
    waiter.ahead = undefined;
    waiter.behind = undefined;
    this.#size -= 1;
    if (level.first === undefined) this.#forget(level);
  }

  /** Nobody who waits is less urgent; a quick look, which says no where there are many levels. */
  isLast({ level }: Waiter): boolean {
    return this.#levels.size <= FEW && !this.#levels.items.some((other) => isMoreUrgent(level!, other));
  }

  #levelOf(priority: number, path: number): Level {
    const byPath = this.#known.get(priority) ?? new Map<number, Level>();
    this.#known.set(priority, byPath);
    const known = byPath.get(path);
    if (known !== undefined) return known;
    const level = { heapIndex: -1, priority, path, first: undefined, last: undefined };
    byPath.set(path, level);
    this.#levels.push(level);
    return level;
  }

  #forget(level: Level): void {
    this.#levels.remove(level);
    this.#known.get(level.priority)?.delete(level.path);
  }
}

function isMoreUrgent(a: Level, b: Level): boolean {
  return (b.priority - a.priority || b.path - a.path) < 0;
}
