import type { Lease, LeaseRequest } from '@manyhands/core';
import type { File } from '../file/open-file.ts';

interface Row {
  readonly owner: string;
  readonly fence: number;
  readonly lease_ends: number;
}

/** Of all that is asked: when it is, where that is not by the clock of this machine. */
export interface Timed {
  readonly now?: number;
}

export function createLeases(file: File) {
  const give = file.prepare(`
    INSERT INTO heads AS held (run_id, owner, fence, lease_ends) VALUES ($runId, $owner, 1, $now + $forMs)
    ON CONFLICT (run_id) DO UPDATE SET owner = $owner, fence = fence + 1, lease_ends = $now + $forMs
    WHERE lease_ends <= $now OR owner = $owner OR fence = $from
    RETURNING owner, fence, lease_ends`);
  const find = file.prepare('SELECT owner, fence, lease_ends FROM heads WHERE run_id = ?');
  const extend = file.prepare(
    'UPDATE heads SET lease_ends = ? WHERE run_id = ? AND fence = ? RETURNING owner, fence, lease_ends',
  );

  return {
    /** Gives the lease, or says who has it. */
    lease({ runId, owner, forMs, from, now }: LeaseRequest & Timed & { readonly runId: string }): Lease {
      return file.write(() => {
        const given = give.get({ runId, owner, now: now ?? Date.now(), forMs, from: from ?? null });
        return toLease(runId, (given ?? find.get(runId)) as unknown as Row);
      });
    },
    /** `undefined` when the run has changed hands. 0 ms: it is given back. */
    renew({ runId, fence, forMs, now }: Pick<Lease, 'runId' | 'fence'> & Timed & { readonly forMs: number }) {
      const row = file.write(() => extend.get((now ?? Date.now()) + forMs, runId, fence));
      return row === undefined ? undefined : toLease(runId, row as unknown as Row);
    },
  };
}

function toLease(runId: string, { owner, fence, lease_ends: expiresAt }: Row): Lease {
  return { runId, owner, fence, expiresAt };
}
