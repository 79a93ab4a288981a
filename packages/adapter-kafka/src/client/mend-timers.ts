interface RequestQueue {
  pending: readonly unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

const mended = new WeakSet<object>();

/**
 * kafkajs 2.2.4 sets a timer after each response, of a negative length when there is nothing to wait for: Node 24 warns of it,
 * in the app's own output. Here it sets one only when a request waits. (Its own code otherwise; it is not maintained any more.)
 */
export async function mendTimers(): Promise<void> {
  const file: string = 'kafkajs/src/network/requestQueue/index.js';
  const found = (await import(file).catch(() => undefined)) as { default?: { prototype: RequestQueue } } | undefined;
  const queue = found?.default?.prototype;
  if (queue === undefined || mended.has(queue)) return;
  mended.add(queue);
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function scheduleWhenNeeded(this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
