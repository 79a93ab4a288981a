import type { RunSummary } from '@manyhands/core';

export function listRunsQuery(schema: string): string {
  return `
    SELECT runs.run_id, goal, started_at, status, ended_at, last_seq
    FROM ${schema}.runs JOIN ${schema}.heads USING (run)
    WHERE $1::text IS NULL OR (ended_at IS NULL) = ($1 = 'unfinished')
    ORDER BY started_at DESC, run DESC LIMIT $2`;
}

interface Row {
  readonly run_id: string;
  readonly goal: string;
  readonly started_at: number;
  readonly status: RunSummary['status'] | null;
  readonly ended_at: number | null;
  readonly last_seq: string;
}

export function toSummary(row: Row): RunSummary {
  return {
    runId: row.run_id,
    goal: row.goal,
    startedAt: row.started_at,
    ...(row.status && { status: row.status }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    lastSeq: Number(row.last_seq),
  };
}
