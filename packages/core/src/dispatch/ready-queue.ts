import TinyQueue from 'tinyqueue';

interface Entry {
  readonly taskId: string;
  readonly priority: number;
  readonly remainingPathMs: number;
  readonly order: number;
}

/** Tasks that may start, best first: priority, then the longest remaining path, then the order they came in. */
export interface ReadyQueue {
  readonly size: number;
  push(taskId: string, priority: number, remainingPathMs: number): void;
  pop(): Entry | undefined;
}

export function createReadyQueue(): ReadyQueue {
  const queue = new TinyQueue<Entry>([], compare);
  let order = 0;
  return {
    get size() {
      return queue.length;
    },
    push: (taskId, priority, remainingPathMs) => queue.push({ taskId, priority, remainingPathMs, order: order++ }),
    pop: () => queue.pop(),
  };
}

function compare(a: Entry, b: Entry): number {
  return b.priority - a.priority || b.remainingPathMs - a.remainingPathMs || a.order - b.order;
}
