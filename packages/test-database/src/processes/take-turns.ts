import { ManyhandsError, type Lease, type Store } from '@manyhands/core';
import { say } from './append-for-ever.ts';
import { eventOf } from './events-of.ts';

const LEASE_MS = 60;
const TURNS = 12;

/**
 * Drives one run in turns with other processes, each turn under a lease of its own. Every third it falls asleep for longer than
 * its lease, wakes up and appends as if nothing had happened. Says `stored seq fence` for what was acknowledged, `fenced` when
 * it was refused.
 */
export async function takeTurns(store: Store, runId: string, owner: string): Promise<void> {
  for (let turn = 0; turn < TURNS;) {
    const lease = await store.lease(runId, { owner, forMs: LEASE_MS });
    if (lease.owner === owner) {
      turn += 1;
      if (!(await drive(store, lease, turn % 3 === 0))) say('fenced');
    }
    await pause(Math.random() * 10);
  }
}

/** Whether it kept its lease to the end. */
async function drive(store: Store, lease: Lease, fallsAsleep: boolean): Promise<boolean> {
  const { runId, owner, fence } = lease;
  let seq = 1;
  for await (const event of store.read(runId)) seq = event.seq + 1;
  try {
    for (let index = 0; index < 4; index += 1, seq += 1) {
      if (fallsAsleep && index === 2) await pause(3 * LEASE_MS);
      await store.append(runId, [eventOf(runId, seq, `${owner}/${fence}`)], fence);
      say(`stored ${seq} ${owner}/${fence}`);
    }
    await store.release(lease);
    return true;
  } catch (error) {
    if (error instanceof ManyhandsError && error.code === 'MANYHANDS_STORE_FENCED') return false;
    throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
