import { systemClock } from '../defaults/system-clock.ts';
import type { RunEvent } from '../domain/event.ts';
import { fencedError } from '../errors/store-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lease, LeaseRequest, ListOptions, PruneRequest, RunSummary, Store } from '../ports/store.ts';
import { freshEvents } from './fresh-events.ts';

export interface MemoryStoreOptions {
  /** Default: the system clock. */
  readonly clock?: Clock;
}

interface StoredRun {
  readonly runId: string;
  readonly events: RunEvent[];
  lease?: Lease;
}

/** Keeps runs in this process, as long as it lives. Appends are synchronous. */
export function memoryStore({ clock = systemClock }: MemoryStoreOptions = {}): Store {
  const runs = new Map<string, StoredRun>();

  function runOf(runId: string): StoredRun {
    const run = runs.get(runId) ?? { runId, events: [] };
    runs.set(runId, run);
    return run;
  }

  function append(runId: string, events: readonly RunEvent[], fence?: number): void {
    const run = runOf(runId);
    if (fence !== undefined && fence < (run.lease?.fence ?? 0)) throw fencedError(runId);
    for (const event of freshEvents(runId, events, run.events.length)) run.events.push(event);
  }

  async function* read(runId: string, fromSeq = 1): AsyncGenerator<RunEvent, void, undefined> {
    const events = runs.get(runId)?.events ?? [];
    for (let index = fromSeq - 1; index < events.length; index += 1) yield events[index]!;
  }

  async function list({ state, limit }: ListOptions = {}): Promise<readonly RunSummary[]> {
    const summaries = [...runs.values()].filter(({ events }) => events.length > 0).map(summarise);
    const wanted = summaries.filter(
      ({ status }) => state === undefined || (status === undefined) === (state === 'unfinished'),
    );
    return wanted.toSorted((a, b) => b.startedAt - a.startedAt).slice(0, limit);
  }

  async function lease(runId: string, { owner, forMs, from }: LeaseRequest): Promise<Lease> {
    const run = runOf(runId);
    const now = clock.now();
    const { lease: held } = run;
    const isFree = held === undefined || held.expiresAt <= now || held.owner === owner || held.fence === from;
    if (!isFree) return held;
    run.lease = { runId, owner, fence: (held?.fence ?? 0) + 1, expiresAt: now + forMs };
    return run.lease;
  }

  async function renew({ runId, fence }: Lease, forMs: number): Promise<Lease> {
    const run = runs.get(runId);
    if (run?.lease?.fence !== fence) throw fencedError(runId);
    run.lease = { ...run.lease, expiresAt: clock.now() + forMs };
    return run.lease;
  }

  async function release({ runId, fence }: Lease): Promise<void> {
    const run = runs.get(runId);
    if (run?.lease?.fence === fence) run.lease = { ...run.lease, expiresAt: clock.now() };
  }

  async function prune({ endedBefore = -Infinity, keep = Infinity, maxRuns }: PruneRequest): Promise<number> {
    const ended = (await list({ state: 'ended' })).toSorted((a, b) => endOf(b) - endOf(a));
    const old = ended.filter((run, index) => index >= keep || endOf(run) < endedBefore).slice(-maxRuns);
    for (const { runId } of old) runs.delete(runId);
    return old.length;
  }

  return { name: 'memory', append, read, list, lease, renew, release, prune, close: () => Promise.resolve() };
}

function endOf({ endedAt = Infinity }: RunSummary): number {
  return endedAt;
}

function summarise({ runId, events }: StoredRun): RunSummary {
  const first = events[0];
  const last = events.at(-1);
  return {
    runId,
    goal: first?.type === 'run:started' ? first.goal.goal : '',
    startedAt: first?.at ?? 0,
    lastSeq: events.length,
    ...(last?.type === 'run:ended' && { status: last.status, endedAt: last.at }),
  };
}
