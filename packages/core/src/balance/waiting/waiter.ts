import type { Permit, PermitRequest } from '../../ports/balancer.ts';
import type { Line } from './line.ts';
import type { RunQueue } from './run-queue.ts';
import type { Level } from './urgency-queue.ts';

export interface WaiterOptions {
  readonly request: PermitRequest;
  readonly signal: AbortSignal;
  /** Counts those who came, from 1. */
  readonly order: number;
  readonly resolve: (permit: Permit) => void;
  readonly reject: (error: unknown) => void;
  readonly onAbort: (waiter: Waiter) => void;
}

/** Where someone who waits stands. */
export interface Seat {
  readonly line: Line;
  readonly queue: RunQueue;
}

/** Someone who waits for leave. There may be a hundred thousand of them, so it is one small object. */
export class Waiter {
  readonly request: PermitRequest;
  readonly signal: AbortSignal;
  readonly order: number;
  readonly sizeClass: number;
  /** Missing: it does not wait any more. */
  seat: Seat | undefined;
  /** Who came before and after it, of those in its line who wait. */
  older: Waiter | undefined;
  younger: Waiter | undefined;
  /** Those who are as urgent and as large, and who is before and behind it of them. */
  level: Level | undefined;
  ahead: Waiter | undefined;
  behind: Waiter | undefined;
  readonly #resolve: WaiterOptions['resolve'];
  readonly #reject: WaiterOptions['reject'];
  readonly #onAbort: WaiterOptions['onAbort'];

  constructor(options: WaiterOptions) {
    this.request = options.request;
    this.signal = options.signal;
    this.order = options.order;
    this.sizeClass = sizeClassOf(options.request);
    this.#resolve = options.resolve;
    this.#reject = options.reject;
    this.#onAbort = options.onAbort;
    this.signal.addEventListener('abort', this, { once: true });
  }

  /** It listens to its signal itself: a function for each would take as much room again. */
  handleEvent(): void {
    this.#onAbort(this);
  }

  resolve(permit: Permit): void {
    this.signal.removeEventListener('abort', this);
    this.#resolve(permit);
  }

  reject(error: unknown): void {
    this.signal.removeEventListener('abort', this);
    this.#reject(error);
  }
}

/** Sizes that differ by less than this are of one class: about the square root of two. */
const CLASSES_PER_DOUBLING = 2;

/** By the tokens that a call may take, about: it is known before an account is. */
function sizeClassOf({ estimate: { inputTokens, maxOutputTokens = 0 } }: PermitRequest): number {
  return Math.floor(CLASSES_PER_DOUBLING * Math.log2(1 + inputTokens + maxOutputTokens));
}

export function priorityOf({ request }: Waiter): number {
  return request.priority ?? 0;
}

export function pathOf({ request }: Waiter): number {
  return request.remainingPathMs ?? 0;
}

/** By priority, then the longest remaining path, then the larger, since it is harder to find room for, then who came first. */
export function isBefore(a: Waiter, b: Waiter): boolean {
  const byUrgency = priorityOf(b) - priorityOf(a) || pathOf(b) - pathOf(a);
  return (byUrgency || b.sizeClass - a.sizeClass || a.order - b.order) < 0;
}

/** Among those whose turn it is in their own queues: by priority, then whose run had least of its share, then who came first. */
export function isTurnBefore(a: Waiter, b: Waiter): boolean {
  const byShare = a.seat!.queue.run.pass - b.seat!.queue.run.pass;
  return (priorityOf(b) - priorityOf(a) || byShare || a.order - b.order) < 0;
}
