import type { Store } from '../../src/index.ts';

/** A store as a process sees it that is killed once `events` were stored: nothing it writes after that arrives anywhere. */
export function mortalStore(store: Store, events: number): Store & { readonly killed: Promise<void> } {
  const killed = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  let left = events;
  return {
    ...store,
    killed: killed.promise,
    append(runId, batch, fence) {
      if (left <= 0) return never;
      const stored = batch.slice(0, left);
      left -= stored.length;
      const done = store.append(runId, stored, fence);
      if (left > 0) return done;
      killed.resolve();
      return never;
    },
    release: () => (left > 0 ? Promise.resolve() : never),
    renew: (lease) => (left > 0 ? Promise.resolve(lease) : never),
  };
}
