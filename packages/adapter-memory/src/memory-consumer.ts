import {
  ManyhandsError,
  type Clock,
  type ConsumeOptions,
  type ControlMessage,
  type Delivery,
  type Subscription,
  type TaskMessage,
} from '@manyhands/core';

export interface MemoryConsumer extends Subscription {
  /** Something may have come on this route. */
  wake(route: string): void;
  control(message: ControlMessage): void;
}

export interface MemoryConsumerOptions extends ConsumeOptions {
  readonly clock: Clock;
  takeFrom(route: string): TaskMessage | undefined;
  putBack(message: TaskMessage): void;
  bury(message: TaskMessage, reason: string): void;
  onClosed(): void;
}

export function createConsumer(options: MemoryConsumerOptions): MemoryConsumer {
  const routes = [...new Set(options.routes)];
  let inFlight = 0;
  let nextRoute = 0;
  let isClosing = false;
  let onDrained: (() => void) | undefined;
  let closed: Promise<void> | undefined;

  /** Route by route in turn, so that a full one does not starve the others. */
  function take(): TaskMessage | undefined {
    for (let tried = 0; tried < routes.length; tried += 1) {
      const route = routes[nextRoute % routes.length]!;
      nextRoute += 1;
      const message = options.takeFrom(route);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  function pull(): void {
    while (!isClosing && inFlight < options.maxInFlight) {
      const message = take();
      if (message === undefined) return;
      inFlight += 1;
      options.onTask(createDelivery(message));
    }
  }

  function createDelivery(message: TaskMessage): Delivery {
    let isSettled = false;
    const settle = async (act?: () => void): Promise<void> => {
      if (isSettled) throw settledTwice(message);
      isSettled = true;
      act?.();
      inFlight -= 1;
      if (isClosing && inFlight === 0) onDrained?.();
      pull();
    };
    return {
      message,
      ack: () => settle(),
      retryLater: (delayMs) => settle(() => void options.clock.setTimer(() => options.putBack(message), delayMs)),
      reject: (reason) => settle(() => options.bury(message, reason)),
    };
  }

  async function drain(): Promise<void> {
    isClosing = true;
    if (inFlight > 0) await new Promise<void>((resolve) => (onDrained = resolve));
    options.onClosed();
  }

  pull();
  return {
    wake: (route) => void (routes.includes(route) && pull()),
    control: options.onControl,
    close: () => (closed ??= drain()),
  };
}

function settledTwice(message: TaskMessage): ManyhandsError {
  const text = `Task ${message.taskId} was settled twice; a delivery is acked, retried or rejected exactly once.`;
  return new ManyhandsError(text, { code: 'MANYHANDS_SETTLED_TWICE' });
}
