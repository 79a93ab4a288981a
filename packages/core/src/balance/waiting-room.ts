import TinyQueue from 'tinyqueue';
import type { PermitRequest } from '../ports/balancer.ts';

/** Someone who waits for leave. */
export interface Waiter<Result> {
  readonly request: PermitRequest;
  readonly order: number;
  /** Answered, refused or gone away: skipped when its turn comes. */
  isGone: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Those of one run that can be served by the same accounts: the first of them waits at the front, nobody passes it. */
export interface Line<Result> {
  /** The best of those who still wait. */
  first(): Waiter<Result> | undefined;
  shift(): void;
}

/** One room for all who wait; who comes first is decided whenever there is something to give. */
export interface WaitingRoom<Result> {
  readonly size: number;
  add(waiter: Waiter<Result>): void;
  leave(waiter: Waiter<Result>): void;
  /** Lines with somebody in them, the line of the best waiter first; of equals the one served longest ago. */
  lines(): readonly Line<Result>[];
  all(): readonly Waiter<Result>[];
}

interface OwnLine<Result> extends Line<Result> {
  readonly queue: TinyQueue<Waiter<Result>>;
  servedAt: number;
}

export function createWaitingRoom<Result>(): WaitingRoom<Result> {
  const lines = new Map<string, OwnLine<Result>>();
  let size = 0;
  let served = 0;

  function createLine(): OwnLine<Result> {
    const queue = new TinyQueue<Waiter<Result>>([], compare);
    const line: OwnLine<Result> = {
      queue,
      servedAt: 0,
      first() {
        while (queue.peek()?.isGone === true) queue.pop();
        return queue.peek();
      },
      shift() {
        queue.pop();
        size -= 1;
        line.servedAt = served += 1;
      },
    };
    return line;
  }

  return {
    get size() {
      return size;
    },
    add(waiter) {
      const key = lineOf(waiter.request);
      const line = lines.get(key) ?? createLine();
      lines.set(key, line);
      line.queue.push(waiter);
      size += 1;
    },
    leave(waiter) {
      if (waiter.isGone) return;
      waiter.isGone = true;
      size -= 1;
    },
    lines() {
      for (const [key, line] of lines) if (line.first() === undefined) lines.delete(key);
      return [...lines.values()].sort((a, b) => compareClass(a.first()!, b.first()!) || a.servedAt - b.servedAt);
    },
    all: () => [...lines.values()].flatMap(({ queue }) => queue.data.filter((waiter) => !waiter.isGone)),
  };
}

/** Those with the same accounts to hope for. Who failed somewhere hopes for others, and holds up only its like. */
function lineOf({ runId, route, targets, avoid }: PermitRequest): string {
  const names = targets.map(({ provider, model }) => `${provider}:${model}`);
  return JSON.stringify([runId, route, names, [...(avoid ?? [])].toSorted()]);
}

function compareClass<Result>(a: Waiter<Result>, b: Waiter<Result>): number {
  return (b.request.priority ?? 0) - (a.request.priority ?? 0);
}

function compare<Result>(a: Waiter<Result>, b: Waiter<Result>): number {
  return compareClass(a, b) || (b.request.remainingPathMs ?? 0) - (a.request.remainingPathMs ?? 0) || a.order - b.order;
}
