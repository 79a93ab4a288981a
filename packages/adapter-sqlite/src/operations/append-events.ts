import type { Append, AppendOutcome, EventRow, RowChanges, TaskChange } from '@manyhands/core/store';
import type { File } from '../file/open-file.ts';

interface Head {
  readonly run: number;
  readonly last_seq: number;
  readonly fence: number;
}

/** All appends in one transaction; one that is refused has changed nothing. */
export function createAppendEvents(file: File): (appends: readonly Append[]) => AppendOutcome[] {
  const findHead = file.prepare('SELECT run, last_seq, fence FROM heads WHERE run_id = ?');
  const addHead = file.prepare('INSERT INTO heads (run_id) VALUES (?) RETURNING run, last_seq, fence');
  const moveHead = file.prepare('UPDATE heads SET last_seq = ? WHERE run = ?');
  const addEvent = file.prepare('INSERT INTO events (id, body, blob) VALUES ((? << 32) + ?, ?, ?)');
  const addBlob = file.prepare('INSERT INTO blobs (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const addRun = file.prepare('INSERT INTO runs (run, run_id, goal, started_at) VALUES (?, ?, ?, ?)');
  const endRun = file.prepare('UPDATE runs SET status = ?, ended_at = ? WHERE run = ?');
  const reopenRun = file.prepare(
    'UPDATE runs SET status = NULL, ended_at = NULL WHERE run = ? AND ended_at IS NOT NULL',
  );
  const changeTask = file.prepare(CHANGE_TASK);

  function add(run: number, seq: number, { body, blob }: EventRow): void {
    addEvent.run(run, seq, body, blob?.hash ?? null);
    if (blob !== undefined) addBlob.run(blob.hash, blob.json);
  }

  function change(run: number, runId: string, { started, ended, tasks }: RowChanges): void {
    if (started !== undefined) addRun.run(run, runId, started.goal, started.at);
    if (ended === undefined) reopenRun.run(run);
    else endRun.run(ended.status, ended.at, run);
    for (const task of tasks) changeTask.run(run, ...toValues(task));
  }

  function append({ runId, fence, firstSeq, rows, changes }: Append): AppendOutcome {
    const head = (findHead.get(runId) ?? addHead.get(runId)) as unknown as Head;
    if (fence !== undefined && fence < head.fence) return { type: 'fenced' };
    if (rows.length === 0) return { type: 'stored' };
    if (firstSeq !== head.last_seq + 1) return { type: 'elsewhere', lastSeq: head.last_seq };
    for (const [index, row] of rows.entries()) add(head.run, firstSeq + index, row);
    moveHead.run(head.last_seq + rows.length, head.run);
    change(head.run, runId, changes);
    return { type: 'stored' };
  }

  return (appends) => file.write(() => appends.map(append));
}

const CHANGE_TASK = `
INSERT INTO tasks (
  run, task_id, kind, round, title, route, status, attempts, account_id, target, started_at, ended_at, result_seq, reason,
  calls, input_tokens, output_tokens, cost_usd
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (run, task_id) DO UPDATE SET
  status = coalesce(excluded.status, status),
  attempts = max(excluded.attempts, attempts),
  account_id = coalesce(excluded.account_id, account_id),
  target = coalesce(excluded.target, target),
  started_at = coalesce(excluded.started_at, started_at),
  ended_at = coalesce(excluded.ended_at, ended_at),
  result_seq = coalesce(excluded.result_seq, result_seq),
  reason = coalesce(excluded.reason, reason),
  calls = calls + excluded.calls,
  input_tokens = input_tokens + excluded.input_tokens,
  output_tokens = output_tokens + excluded.output_tokens,
  cost_usd = cost_usd + excluded.cost_usd
`;

/** In the order of the columns. */
function toValues(task: TaskChange): (string | number | null)[] {
  return [
    task.taskId,
    task.kind ?? null,
    task.round ?? null,
    task.title ?? null,
    task.route ?? null,
    task.status ?? null,
    task.attempts ?? 0,
    task.accountId ?? null,
    task.target ?? null,
    task.startedAt ?? null,
    task.endedAt ?? null,
    task.resultSeq ?? null,
    task.reason ?? null,
    task.calls,
    task.inputTokens,
    task.outputTokens,
    task.costUsd,
  ];
}
