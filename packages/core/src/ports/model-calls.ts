import type { ChatResponse, Prompt } from '../domain/chat.ts';
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Task } from '../domain/task.ts';

/** How a task ended. Every task ends in exactly one of these. */
export type TaskOutcome<Output extends Json = Json> =
  | { readonly status: 'done'; readonly output: Output }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'skipped'; readonly because: string }
  | { readonly status: 'cancelled'; readonly reason: string };

export interface ModelCall<Output extends Json = Json> {
  readonly task: Task;
  /** What has to be there before the prompt can be made; asked when all it depends on has ended. `undefined`: nothing. */
  prepare?(): Promise<void> | undefined;
  /** Made when the task is published, not before: it may hold the results of other tasks. */
  prompt(): Prompt;
  /** Of what is asked, made when the task is published; see `task:queued`. */
  hash?(): string;
  /**
   * Reads the answer. Throws `InvalidAnswerError` with what is wrong: then the model is told and asked again, as often as
   * the task has attempts.
   */
  read(response: ChatResponse): Output;
  /** The text of the current attempt so far, as it streams in; when a new attempt starts it starts from nothing. */
  onText?(text: string): void;
}

/** What stages use to think: a call is a task of the run, logged, dispatched, balanced and collected like any other. */
export interface ModelCalls {
  /** Never rejects. */
  call<Output extends Json>(call: ModelCall<Output>): Promise<TaskOutcome<Output>>;
}
