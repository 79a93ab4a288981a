import type { TaskMessage } from '@manyhands/core';

/** First in, first out, at constant cost: a cursor moves over an array that is cut now and then. */
export interface RouteQueue {
  readonly size: number;
  push(message: TaskMessage): void;
  shift(): TaskMessage | undefined;
  drop(isMeant: (message: TaskMessage) => boolean): void;
}

const CUT_AT = 1_024;

export function createRouteQueue(): RouteQueue {
  let messages: (TaskMessage | undefined)[] = [];
  let head = 0;

  return {
    get size() {
      return messages.length - head;
    },
    push: (message) => void messages.push(message),
    shift() {
      const message = messages[head];
      if (message === undefined) return undefined;
      messages[head] = undefined;
      head += 1;
      if (head >= CUT_AT && head * 2 >= messages.length) {
        messages = messages.slice(head);
        head = 0;
      }
      return message;
    },
    drop(isMeant) {
      messages = messages.slice(head).filter((message) => message !== undefined && !isMeant(message));
      head = 0;
    },
  };
}
