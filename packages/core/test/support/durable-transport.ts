import { memoryTransport } from '@manyhands/adapter-memory';
import type { Report, Transport } from '../../src/index.ts';

interface Inbox {
  readonly reports: Report[];
  /** How many of them were handled. */
  handled: number;
  /** Of the newest driver: an earlier one gets nothing more. */
  reader: number;
}

/** A transport that outlives the driver of a run, as a broker does: tasks stay with the workers, reports wait to be handled. */
export function durableTransport(): Transport & { readonly held: NonNullable<Transport['held']> } {
  const transport = memoryTransport();
  const inboxes = new Map<string, Inbox>();
  const unsettled = new Map<string, string>();
  const wakes = new Set<() => void>();

  function inboxOf(runId: string): Inbox {
    const inbox = inboxes.get(runId) ?? { reports: [], handled: 0, reader: 0 };
    inboxes.set(runId, inbox);
    return inbox;
  }

  async function handOver(inbox: Inbox, reader: number, onReport: (report: Report) => Promise<void> | void) {
    while (inbox.reader === reader && inbox.handled < inbox.reports.length) {
      await onReport(inbox.reports[inbox.handled]!);
      if (inbox.reader === reader) inbox.handled += 1;
    }
  }

  return {
    ...transport,
    name: 'durable',
    async publish(tasks) {
      for (const { id, runId } of tasks) unsettled.set(id, runId);
      await transport.publish(tasks);
    },
    consume: (options) =>
      transport.consume({
        ...options,
        onTask: (delivery) =>
          options.onTask({
            ...delivery,
            async ack() {
              unsettled.delete(delivery.message.id);
              await delivery.ack();
            },
          }),
      }),
    async report(report) {
      inboxOf(report.runId).reports.push(report);
      for (const wake of wakes) wake();
    },
    async subscribe(runId, onReport) {
      const inbox = inboxOf(runId);
      const reader = (inbox.reader += 1);
      await handOver(inbox, reader, onReport);
      let isBusy = false;
      const wake = () => {
        if (isBusy) return;
        isBusy = true;
        void handOver(inbox, reader, onReport).then(() => (isBusy = false));
      };
      wakes.add(wake);
      return { close: async () => void wakes.delete(wake) };
    },
    held: async (runId) => new Set([...unsettled].flatMap(([id, run]) => (run === runId ? [id] : []))),
  };
}
