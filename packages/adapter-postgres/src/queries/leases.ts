import type { Lease } from '@manyhands/core';

/** Gives the lease, or says who has it. No row: somebody gave it to himself at the same moment, look again. */
export function leaseQuery(schema: string): string {
  return `
    WITH given AS (
      INSERT INTO ${schema}.heads AS held (run_id, owner, fence, lease_ends)
      VALUES ($1, $2, 1, ${schema}.lease_clock() + $3::float8)
      ON CONFLICT (run_id) DO UPDATE
      SET owner = $2, fence = held.fence + 1, lease_ends = ${schema}.lease_clock() + $3::float8
      WHERE held.lease_ends <= ${schema}.lease_clock() OR held.owner = $2 OR held.fence = $4::bigint
      RETURNING owner, fence, lease_ends
    )
    SELECT owner, fence, lease_ends FROM given
    UNION ALL
    SELECT owner, fence, lease_ends FROM ${schema}.heads WHERE run_id = $1 AND NOT EXISTS (SELECT FROM given)`;
}

export function renewQuery(schema: string): string {
  return `
    UPDATE ${schema}.heads SET lease_ends = ${schema}.lease_clock() + $3::float8
    WHERE run_id = $1 AND fence = $2 RETURNING owner, fence, lease_ends`;
}

interface Row {
  readonly owner: string;
  readonly fence: string;
  readonly lease_ends: number;
}

export function toLease(runId: string, { owner, fence, lease_ends: expiresAt }: Row): Lease {
  return { runId, owner, fence: Number(fence), expiresAt };
}
