import { writeSync } from 'node:fs';
import type { Store } from '@manyhands/core';
import { eventOf } from './events-of.ts';

/** Goes on with each run where its log ends, one to five events at a time, and says `run seq` when they are acknowledged. */
export async function appendForEver(store: Store, runIds: readonly string[]): Promise<void> {
  async function drive(runId: string): Promise<never> {
    let seq = 1;
    for await (const event of store.read(runId)) seq = event.seq + 1;
    while (true) {
      const count = 1 + Math.floor(Math.random() * 5);
      const events = Array.from({ length: count }, (_, index) => eventOf(runId, seq + index));
      await store.append(runId, events);
      seq += count;
      say(`${runId} ${seq - 1}`);
    }
  }
  await Promise.all(runIds.map(drive));
}

/** At once: what was said before the process is killed has been said. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}
