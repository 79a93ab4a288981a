import type { Report, TaskMessage } from '../domain/message.ts';
import type { Transport } from '../ports/transport.ts';

/** What went over a transport, task by task: the books that show whether anything was lost or doubled. */
export interface MessageLedger {
  readonly published: readonly TaskMessage[];
  readonly reports: readonly Report[];
  /** Deliveries by message id. */
  readonly deliveries: ReadonlyMap<string, number>;
  /** Deliveries that were neither acked, put off nor rejected. */
  readonly unsettled: number;
  /** Published messages that were never delivered. */
  lost(): readonly string[];
  /** Messages delivered more than once. */
  repeated(): readonly string[];
}

/** Wraps a transport and keeps the books of it. */
export function withLedger(transport: Transport): { readonly transport: Transport; readonly ledger: MessageLedger } {
  const published: TaskMessage[] = [];
  const reports: Report[] = [];
  const deliveries = new Map<string, number>();
  let unsettled = 0;

  const settled =
    <Args extends unknown[]>(how: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      await how(...args);
      unsettled -= 1;
    };

  const watched: Transport = {
    ...transport,
    async publish(tasks) {
      published.push(...tasks);
      await transport.publish(tasks);
    },
    consume: (options) =>
      transport.consume({
        ...options,
        onTask(delivery) {
          const { id } = delivery.message;
          deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
          unsettled += 1;
          options.onTask({
            message: delivery.message,
            ack: settled(() => delivery.ack()),
            retryLater: settled((delayMs: number) => delivery.retryLater(delayMs)),
            reject: settled((reason: string) => delivery.reject(reason)),
          });
        },
      }),
    async report(report) {
      reports.push(report);
      await transport.report(report);
    },
  };
  return {
    transport: watched,
    ledger: {
      published,
      reports,
      deliveries,
      get unsettled() {
        return unsettled;
      },
      lost: () => published.filter(({ id }) => !deliveries.has(id)).map(({ id }) => id),
      repeated: () => [...deliveries].filter(([, times]) => times > 1).map(([id]) => id),
    },
  };
}
