import type { PermitRequest } from '../../ports/balancer.ts';
import type { PooledTarget } from '../places/targets.ts';
import { createLine, type Line } from './line.ts';
import { createRunShares } from './run-shares.ts';
import { isTurnBefore, type Waiter } from './waiter.ts';

/** So many empty lines are kept for the calls to come. */
const KEPT = 64;
/** Every so many calls it is the turn of who waited longest, whatever its rank: so nobody waits for ever. */
const OLDEST_EVERY = 8;

/** One room for all who wait; who comes first is decided whenever there is something to give. */
export interface WaitingRoom {
  readonly size: number;
  add(waiter: Waiter): void;
  /** Does nothing for who is gone. */
  leave(waiter: Waiter): void;
  /** Gets what it waited for. @param cost part of a limit that it takes @param isTurn it was its turn */
  serve(waiter: Waiter, cost: number, isTurn: boolean): void;
  /** It waits again: what it was served is not to be had. */
  addAgain(waiter: Waiter, cost: number): void;
  /** Those with somebody in them. */
  readonly lines: readonly Line[];
  /** Whose turn it is, of those in these lines, one at least. */
  next(lines: readonly Line[]): Waiter;
}

/** @param reachOf where a call can go, in order of preference */
export function createWaitingRoom(reachOf: (request: PermitRequest) => readonly PooledTarget[]): WaitingRoom {
  const lines = new Map<string, Line>();
  let occupied: readonly Line[] = [];
  const shares = createRunShares();
  let size = 0;
  let turns = 0;

  function lineFor(request: PermitRequest): Line {
    const key = keyOf(request);
    const line = lines.get(key) ?? createLine(key, reachOf(request));
    lines.set(key, line);
    return line;
  }

  function list(): void {
    occupied = [...lines.values()].filter(({ isEmpty }) => !isEmpty);
  }

  function leave(waiter: Waiter): void {
    if (waiter.seat === undefined) return;
    const { line, queue } = waiter.seat;
    size -= 1;
    queue.run.waiting -= 1;
    line.remove(waiter);
    if (!line.isEmpty) return;
    if (lines.size > KEPT) lines.delete(line.key);
    list();
  }

  function add(waiter: Waiter): void {
    const { request } = waiter;
    const line = lineFor(request);
    const { isEmpty } = line;
    const run = shares.of(request.runId, request.weight ?? 1);
    size += 1;
    run.waiting += 1;
    line.add(waiter, run);
    if (isEmpty) list();
  }

  return {
    get size() {
      return size;
    },
    add,
    addAgain(waiter, cost) {
      const { runId, weight = 1 } = waiter.request;
      shares.takeBack(shares.of(runId, weight), cost);
      add(waiter);
    },
    leave,
    serve(waiter, cost, isTurn) {
      const { run } = waiter.seat!.queue;
      leave(waiter);
      if (isTurn) turns += 1;
      shares.serve(run, cost);
      for (const line of occupied) line.onServed(run);
    },
    get lines() {
      return occupied;
    },
    next(open) {
      const isOldestTurn = turns % OLDEST_EVERY === OLDEST_EVERY - 1;
      const isFirst = isOldestTurn ? isOlder : isTurnBefore;
      const waiters = open.map((line) => (isOldestTurn ? line.oldest! : line.first!.best!));
      return waiters.reduce((first, waiter) => (isFirst(waiter, first) ? waiter : first));
    },
  };
}

function isOlder(a: Waiter, b: Waiter): boolean {
  return a.order < b.order;
}

/** Those with the same accounts to hope for. Who failed somewhere hopes for others, and holds up only its like. */
function keyOf({ route, targets, avoid }: PermitRequest): string {
  let key = route;
  for (const { provider, model } of targets) key += `\n${provider}:${model}`;
  if (avoid !== undefined && avoid.size > 0) key += `\n\n${[...avoid].toSorted().join('\n')}`;
  return key;
}
