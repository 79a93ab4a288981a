import type { Prompt } from '../domain/chat.ts';
import type { Task } from '../domain/task.ts';
import type { ModelCall, TaskOutcome } from '../ports/model-calls.ts';

/** A task of this run that has not ended, with what only this process knows: how to ask, how to read, whom to tell. */
export interface OpenCall {
  readonly call: ModelCall;
  /** What is sent: the call's own prompt, or one that tells the model what was wrong with its answer. */
  prompt: () => Prompt;
  /** Tries begun so far, over all messages. */
  begun: number;
  /** Those of them that another process asked for: of what they stream only the end is known here. */
  readonly inherited: number;
  /** Those of them that count. */
  used: number;
  messageId?: string;
  readonly resolve: (outcome: TaskOutcome) => void;
}

/** The tasks under way. Not state: what can be rebuilt from the log. */
export interface OpenCalls {
  readonly size: number;
  get(taskId: string): OpenCall | undefined;
  add(open: OpenCall): void;
  /** Takes the task out, tells who asked, then those who wait for its end. Call it once the end is in the log. */
  settle(taskId: string, outcome: TaskOutcome): void;
  onSettled(listener: (task: Task, outcome: TaskOutcome) => void): void;
  ids(): Iterable<string>;
}

export function createOpenCalls(): OpenCalls {
  const open = new Map<string, OpenCall>();
  const listeners: ((task: Task, outcome: TaskOutcome) => void)[] = [];
  return {
    get size() {
      return open.size;
    },
    get: (taskId) => open.get(taskId),
    add: (call) => void open.set(call.call.task.id, call),
    settle(taskId, outcome) {
      const call = open.get(taskId);
      if (call === undefined) return;
      open.delete(taskId);
      call.resolve(outcome);
      for (const listener of listeners) listener(call.call.task, outcome);
    },
    onSettled: (listener) => void listeners.push(listener),
    ids: () => [...open.keys()],
  };
}
