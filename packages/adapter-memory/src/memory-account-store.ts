import type { AccountStore, VersionedRecord } from '@manyhands/core';

/** Keeps accounts in this process, as long as it lives. Who watches is told of a change at once. */
export function memoryAccountStore(): AccountStore {
  const records = new Map<string, VersionedRecord>();
  const watchers = new Set<() => void>();
  let version = 0;

  function changed(): void {
    version += 1;
    for (const tell of watchers) tell();
  }

  return {
    name: 'memory',
    async read(since) {
      if (since === version) return undefined;
      return { version, records: [...records.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
    },
    async put(record, replaced) {
      if ((records.get(record.id)?.version ?? 0) !== replaced) return false;
      records.set(record.id, { ...structuredClone(record), version: version + 1 });
      changed();
      return true;
    },
    async remove(accountId) {
      const wasThere = records.delete(accountId);
      if (wasThere) changed();
      return wasThere;
    },
    watch(onChange) {
      const tell = () => onChange();
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    close: () => Promise.resolve(),
  };
}
