import type { ListOptions, RunSummary } from '@manyhands/core';
import type { File } from '../file/open-file.ts';

interface Row {
  readonly run_id: string;
  readonly goal: string;
  readonly started_at: number;
  readonly status: RunSummary['status'] | null;
  readonly ended_at: number | null;
  readonly last_seq: number;
}

export function createListRuns(file: File): (options: ListOptions) => RunSummary[] {
  const listRuns = file.prepare(`
    SELECT runs.run_id, goal, started_at, status, ended_at, last_seq FROM runs JOIN heads USING (run)
    WHERE $state IS NULL OR (ended_at IS NULL) = ($state = 'unfinished')
    ORDER BY started_at DESC, run DESC LIMIT $limit`);
  const list = ({ state, limit }: ListOptions) =>
    listRuns.all({ state: state ?? null, limit: limit ?? -1 }) as unknown as Row[];
  return (options) => file.read(() => list(options)).map(toSummary);
}

function toSummary(row: Row): RunSummary {
  return {
    runId: row.run_id,
    goal: row.goal,
    startedAt: row.started_at,
    ...(row.status && { status: row.status }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    lastSeq: row.last_seq,
  };
}
