import { createBalancer } from '../balance/create-balancer.ts';
import type { Account } from '../domain/account.ts';
import { NO_USAGE } from '../domain/usage.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { Permit } from '../ports/balancer.ts';
import type { Provider } from '../ports/provider.ts';
import { createBlockedTime, type BlockedTime } from './blocked-time.ts';
import { createReadyTasks } from './ready-tasks.ts';
import type { SimulatedCall, SimulatedTask } from './simulated-task.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Who serves the tasks, and how. */
export interface SimulatedPool {
  readonly providers: readonly Provider[];
  readonly accounts: readonly Account[];
  readonly limitGuardMs: number;
  /** Tasks that may wait for leave or be under way at once. */
  readonly maxInFlight: number;
  /** Epoch ms: matters for quotas a day. */
  readonly startAt: number;
}

export interface Timeline {
  readonly makespanMs: number;
  readonly blocked: BlockedTime;
}

/** Forecasts repeat: whatever is left to chance falls in the middle. */
const MIDDLE = (): number => 0.5;

/**
 * Takes every task through the balancer on a clock of its own: each call lasts and takes what its size says.
 *
 * @throws ManyhandsError `MANYHANDS_NO_ACCOUNT` when a task could never be served
 */
export async function runTasks(
  tasks: readonly SimulatedTask[],
  pool: SimulatedPool,
  onCall: (call: SimulatedCall) => void,
): Promise<Timeline> {
  const clock = createVirtualClock(pool.startAt);
  const balancer = createBalancer({ ...pool, clock, random: MIDDLE });
  const blocked = createBlockedTime(pool.startAt, balancer.status);
  const ready = createReadyTasks(tasks);
  let inFlight = 0;
  let endedAt = pool.startAt;
  let failure: Error | undefined;

  function startReady(): void {
    while (inFlight < pool.maxInFlight) {
      const index = ready.take();
      if (index === undefined) return;
      inFlight += 1;
      serve(index).catch((error: unknown) => (failure ??= toError(error)));
    }
  }

  async function serve(index: number): Promise<void> {
    const task = tasks[index]!;
    const permit = await balancer.acquire(toRequest(task), new AbortController().signal);
    await permit.start();
    onCall({ task, accountId: permit.account.id, target: permit.target, startedAt: clock.now() });
    clock.setTimer(() => end(index, permit), task.durationMs);
  }

  function end(index: number, permit: Permit): void {
    const { inputTokens, outputTokens } = tasks[index]!;
    permit.settle({ ...NO_USAGE, inputTokens, outputTokens }, []);
    inFlight -= 1;
    endedAt = clock.now();
    ready.onEnded(index);
    startReady();
  }

  startReady();
  const isDone = await clock.run(
    () => failure !== undefined || ready.left === 0,
    (toMs) => blocked.onAdvance(toMs, !ready.isEmpty),
  );
  balancer.close();
  if (failure !== undefined) throw failure;
  if (!isDone) throw neverError(ready.left);
  return { makespanMs: endedAt - pool.startAt, blocked };
}

function toRequest({ targets, route, inputTokens }: SimulatedTask) {
  return { targets, route, runId: 'simulation', estimate: { inputTokens } };
}

function neverError(left: number): ManyhandsError {
  const message = `No account could ever serve ${left} of the tasks: see that those of their routes are not disabled, and that tasks do not wait for one another in a circle.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_NO_ACCOUNT' });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
