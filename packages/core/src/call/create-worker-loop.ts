import type { ControlMessage } from '../domain/message.ts';
import type { Delivery, GroupShares, Transport } from '../ports/transport.ts';
import { call, type CallOptions } from './call.ts';
import { createProviderLoader } from './load-providers.ts';
import { createStopSwitch, type StopSwitch } from './stop-signal.ts';

/** Takes tasks from a transport and brings each to its end. */
export interface WorkerLoop {
  /** Tasks it holds now, those that wait for leave included. */
  readonly inFlight: number;
  /** Takes nothing new, gives back what waits for leave and resolves when the calls under way have ended. */
  drain(): Promise<void>;
  /** Aborts what it holds, then drains. */
  close(): Promise<void>;
}

export interface WorkerLoopOptions extends Omit<CallOptions, 'report' | 'loadProviders' | 'begin'> {
  readonly transport: Transport;
  readonly routes: readonly string[];
  readonly shares?: GroupShares;
}

export async function createWorkerLoop(options: WorkerLoopOptions): Promise<WorkerLoop> {
  const { transport, routes, settings } = options;
  const shared: CallOptions = {
    ...options,
    report: (report) => transport.report(report),
    loadProviders: createProviderLoader(options.providers),
  };
  /** Per run, so that cancelling one does not look at the tasks of others. */
  const running = new Map<string, Map<StopSwitch, string>>();
  const ends = new Set<Promise<void>>();

  const subscription = await transport.consume({
    routes,
    ...(options.shares !== undefined && { shares: options.shares }),
    maxInFlight: settings.maxInFlight,
    onTask(delivery) {
      const end = work(delivery).finally(() => ends.delete(end));
      ends.add(end);
    },
    onControl: stopTasks,
  });

  async function work(delivery: Delivery): Promise<void> {
    const { message } = delivery;
    const stop = createStopSwitch();
    const ofRun = running.get(message.runId) ?? new Map<StopSwitch, string>();
    running.set(message.runId, ofRun.set(stop, message.taskId));
    delivery.revoked?.addEventListener('abort', stop.abandon, { once: true });
    try {
      await call(message, stop, { ...shared, ...(delivery.begin && { begin: delivery.begin }) });
      if (!stop.isAbandoned) await delivery.ack();
      else if (stop.isLeaving) await delivery.retryLater(0);
    } catch {
      // The report did not get through, so nobody knows of the result: let the task come again.
      await delivery.retryLater(settings.retryPauseMs).catch(() => {});
    } finally {
      ofRun.delete(stop);
      if (ofRun.size === 0) running.delete(message.runId);
    }
  }

  function stopTasks({ runId, taskIds }: ControlMessage): void {
    const only = taskIds === undefined ? undefined : new Set(taskIds);
    for (const [stop, taskId] of running.get(runId) ?? []) {
      if (only === undefined || only.has(taskId)) stop.stop('The run was cancelled.');
    }
  }

  async function drain(): Promise<void> {
    const closed = subscription.close();
    for (const ofRun of running.values()) for (const stop of ofRun.keys()) stop.leave();
    await Promise.allSettled(ends);
    await closed;
  }

  return {
    get inFlight() {
      return ends.size;
    },
    drain,
    close() {
      for (const ofRun of running.values()) for (const stop of ofRun.keys()) stop.stop('The worker was closed.');
      return drain();
    },
  };
}
