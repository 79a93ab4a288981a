import { isGone, THIS_PROCESS } from '../defaults/this-process.ts';
import { leasedError } from '../errors/store-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lease, Store } from '../ports/store.ts';

/** The right to drive a run, kept for as long as this process lives. */
export interface LeaseKeeper {
  /** Of every append, once the lease is taken. */
  readonly fence: number | undefined;
  /**
   * Takes the lease, of a process that is known to be gone too, and renews it from then on.
   *
   * @throws ManyhandsError `MANYHANDS_RUN_LEASED` when another process drives the run
   */
  take(): Promise<void>;
  /** The run is free for others at once. */
  release(): Promise<void>;
}

export interface LeaseKeeperOptions {
  readonly runId: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly leaseMs: number;
}

/** Renewed so often within its time that one renewal may fail. */
const RENEWALS = 3;

export function createLeaseKeeper({ runId, store, clock, leaseMs }: LeaseKeeperOptions): LeaseKeeper {
  let lease: Lease | undefined;
  let clearTimer = () => {};
  let isReleased = false;

  async function ask(from?: number): Promise<Lease> {
    return store.lease(runId, { owner: THIS_PROCESS, forMs: leaseMs, ...(from !== undefined && { from }) });
  }

  async function take(): Promise<void> {
    const given = await ask();
    lease = isGone(given.owner) ? await ask(given.fence) : given;
    if (lease.owner !== THIS_PROCESS) throw leasedError(runId, lease.owner, lease.expiresAt);
    renewLater();
  }

  function renewLater(): void {
    if (isReleased) return;
    clearTimer = clock.setTimer(() => void renew(), leaseMs / RENEWALS, { background: true });
  }

  /** That the run has changed hands is told by the store at the next append: here it only ends the renewing. */
  async function renew(): Promise<void> {
    try {
      lease = await store.renew(lease!, leaseMs);
      renewLater();
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'MANYHANDS_STORE_FENCED') renewLater();
    }
  }

  async function release(): Promise<void> {
    isReleased = true;
    clearTimer();
    if (lease?.owner === THIS_PROCESS) await store.release(lease);
  }

  return {
    get fence() {
      return lease?.fence;
    },
    take,
    release,
  };
}
