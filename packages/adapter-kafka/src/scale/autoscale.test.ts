import { EventEmitter } from 'node:events';
import { createManualClock } from '@manyhands/core/testing';
import { describe, expect, it } from 'vitest';
import { autoscale, type AutoscaleOptions, type ScaleLook } from './autoscale.ts';

/** A process that ends when the test says so, or at once when it is asked to. */
class FakeProcess extends EventEmitter {
  isAsked = false;
  readonly #isSlow: boolean;
  constructor(isSlow: boolean) {
    super();
    this.#isSlow = isSlow;
  }
  kill() {
    this.isAsked = true;
    if (!this.#isSlow) this.emit('exit');
  }
}

function begin(options: Partial<AutoscaleOptions> = {}, { isSlow = false } = {}) {
  const clock = createManualClock();
  const started: FakeProcess[] = [];
  const looks: ScaleLook[] = [];
  let tasks: number | Error = 0;
  const scaler = autoscale({
    transport: {
      async load() {
        if (tasks instanceof Error) throw tasks;
        return { lag: tasks, tasks, putOff: 0, partitions: Math.min(12, tasks) };
      },
    },
    max: 4,
    tasksPerWorker: 10,
    spawn() {
      started.push(new FakeProcess(isSlow));
      return started.at(-1)!;
    },
    onLook: (look) => looks.push(look),
    clock,
    ...options,
  });
  return { scaler, clock, started, looks, setTasks: (given: number | Error) => (tasks = given) };
}

describe('autoscale', () => {
  it('starts workers as there is more to do, and no more than are allowed', async () => {
    const { scaler, clock, started, setTasks } = begin();
    await clock.advance(0);
    expect(scaler.running).toBe(1);
    setTasks(25);
    await clock.advance(5_000);
    expect(scaler.running).toBe(3);
    setTasks(1_000);
    await clock.advance(20_000);
    expect([scaler.running, started.length]).toEqual([4, 4]);
  });

  it('drains those that came last once there were too many for a minute', async () => {
    const { scaler, clock, started, setTasks } = begin();
    setTasks(30);
    await clock.advance(5_000);
    setTasks(5);
    await clock.advance(55_000);
    expect(scaler.running).toBe(3);
    await clock.advance(10_000);
    expect(started.map(({ isAsked }) => isAsked)).toEqual([false, true, true]);
  });

  it('keeps them through a short lull', async () => {
    const { scaler, clock, started, setTasks } = begin();
    for (let minute = 0; minute < 5; minute += 1) {
      setTasks(30);
      await clock.advance(20_000);
      setTasks(0);
      await clock.advance(40_000);
    }
    expect([scaler.running, started.length]).toEqual([3, 3]);
  });

  it('has no more processes than allowed while some still drain', async () => {
    const { scaler, clock, started, setTasks } = begin({ idleMs: 5_000 }, { isSlow: true });
    setTasks(40);
    await clock.advance(5_000);
    setTasks(0);
    await clock.advance(10_000);
    expect(scaler.running).toBe(1);
    setTasks(40);
    await clock.advance(5_000);
    expect([scaler.running, started.length]).toEqual([1, 4]);
    started[1]!.emit('exit');
    await clock.advance(5_000);
    expect([scaler.running, started.length]).toEqual([2, 5]);
  });

  it('replaces a worker that ended by itself, later each time it does', async () => {
    const { clock, started } = begin({ everyMs: 100 });
    const startedAt: number[] = [];
    await clock.advance(0);
    const first = clock.now();
    for (let ends = 1; ends <= 9; ends += 1) {
      started.at(-1)!.emit('exit');
      while (started.length === ends) await clock.advance(100);
      startedAt.push(clock.now());
    }
    const pauses = startedAt.map((at, index) => at - (startedAt[index - 1] ?? first));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
  });

  it('replaces one that lived for long after a second', async () => {
    const { clock, started } = begin({ everyMs: 100 });
    await clock.advance(600_000);
    started[0]!.emit('exit');
    await clock.advance(1_100);
    expect(started).toHaveLength(2);
  });

  it('counts a process that could not be started once', async () => {
    const { scaler, clock, started } = begin();
    await clock.advance(0);
    started[0]!.emit('error');
    started[0]!.emit('exit');
    expect(scaler.running).toBe(0);
    await clock.advance(5_000);
    expect([scaler.running, started.length]).toEqual([1, 2]);
  });

  it('leaves all as they are while the brokers cannot be asked, and says so', async () => {
    const { scaler, clock, looks, setTasks } = begin();
    setTasks(30);
    await clock.advance(5_000);
    const error = new Error('No broker answers.');
    setTasks(error);
    await clock.advance(300_000);
    expect(scaler.running).toBe(3);
    expect(looks.at(-1)).toEqual({ error, running: 3 });
    setTasks(40);
    await clock.advance(5_000);
    expect(looks.at(-1)).toMatchObject({ wanted: 4, running: 4 });
  });

  it('closes when all workers have ended, and looks no more', async () => {
    const { scaler, clock, started, setTasks } = begin({}, { isSlow: true });
    setTasks(30);
    await clock.advance(5_000);
    let isClosed = false;
    void scaler.close().then(() => (isClosed = true));
    started[0]!.emit('exit');
    started[1]!.emit('exit');
    await clock.advance(60_000);
    expect(isClosed).toBe(false);
    started[2]!.emit('exit');
    await clock.advance(0);
    expect([isClosed, started.length, clock.pendingTimers]).toEqual([true, 3, 0]);
  });

  it('is not harmed by a listener that throws', async () => {
    const { scaler, clock, setTasks } = begin({
      onLook() {
        throw new Error('Not today.');
      },
    });
    await clock.advance(5_000);
    setTasks(20);
    await clock.advance(5_000);
    expect(scaler.running).toBe(2);
  });

  it.each([
    [{ max: 0 }, 'autoscale.max'],
    [{ min: 5, max: 4 }, 'autoscale.max'],
    [{ min: -1 }, 'autoscale.min'],
    [{ tasksPerWorker: 0.5 }, 'autoscale.tasksPerWorker'],
    [{ accounts: 0 }, 'autoscale.accounts'],
  ])('with %j is one clear error, before anything is started', (options, path) => {
    expect(() => begin(options)).toThrow(expect.objectContaining({ code: 'MANYHANDS_KAFKA_AUTOSCALE', path }));
  });
});
