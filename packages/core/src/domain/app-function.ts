import type * as z from 'zod';
import type { JsonSchema } from './json.ts';

/** What a function of the app is told beside its input. */
export interface FunctionContext {
  readonly runId: string;
  readonly taskId: string;
  /** The same in every attempt at the same task of a run, after a restart too: for systems that take such a key. */
  readonly idempotencyKey: string;
  /** Aborts when the run is cancelled or the time is up. */
  readonly signal: AbortSignal;
}

/** A function of the app that a plan may use in place of a model. */
export interface AppFunction<Input = unknown, Output = unknown> {
  /** Letters, digits and `_`. */
  readonly name: string;
  /** For the planner: what it does, and when to use it. */
  readonly description: string;
  /** What it takes: an object. */
  readonly input: z.ZodType<Input>;
  /** What it gives: something that survives JSON. */
  readonly output: z.ZodType<Output>;
  /** Throws when it fails: it is tried again, unless it has side effects and is not idempotent. */
  run(input: Input, context: FunctionContext): Output | Promise<Output>;
  /** It changes something. Then it runs at most once for each task: not after a failure, nor after a restart. Default `false`. */
  readonly hasSideEffects?: boolean;
  /** Running it twice is as good as once, e.g. by the `idempotencyKey`: it may be tried again. Default `false`. */
  readonly isIdempotent?: boolean;
  /** Default 8. */
  readonly maxConcurrent?: number;
  /** One try, in ms. Default: `settings.attemptTimeoutMs`. */
  readonly timeoutMs?: number;
}

/** What a planner is told of a function. */
export interface FunctionOffer {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  readonly hasSideEffects: boolean;
  /** It must not run twice for one task. */
  readonly isOnce: boolean;
}

/** A function of the app, checked. */
export interface CheckedFunction extends FunctionOffer, Pick<AppFunction, 'input' | 'output' | 'run' | 'timeoutMs'> {
  readonly maxConcurrent: number;
}

/** The provider of the targets of function tasks. */
export const FUNCTION_PROVIDER = 'function';
