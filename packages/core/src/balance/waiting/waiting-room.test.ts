import { describe, expect, it } from 'vitest';
import type { PermitRequest } from '../../ports/balancer.ts';
import { aWaiter } from '../../testing/balance/a-waiter.ts';
import { createRunShares } from './run-shares.ts';
import { createWaitingRoom } from './waiting-room.ts';

describe('shares of runs', () => {
  it('grow by what a run gets, the slower the more it weighs, and by a little where nothing is limited', () => {
    const shares = createRunShares();
    const [light, heavy] = [shares.of('light', 1), shares.of('heavy', 4)];
    shares.serve(light, 0.2);
    shares.serve(heavy, 0.2);
    expect([light.pass, heavy.pass]).toEqual([0.2, 0.05]);
    shares.serve(heavy, 0);
    expect(heavy.pass).toBeGreaterThan(0.05);
    expect(heavy.pass).toBeLessThan(0.051);
  });

  it('give no credit to who was not waiting, and forget nothing of who left for a moment', () => {
    const shares = createRunShares();
    const busy = shares.of('busy', 1);
    for (let call = 0; call < 10; call += 1) shares.serve(busy, 0.1);
    const fresh = shares.of('fresh', 1);
    // As of the start of the last one that was served.
    expect(fresh.pass).toBeCloseTo(0.9, 6);
    expect(shares.of('busy', 2)).toBe(busy);
    expect(busy).toMatchObject({ weight: 2, pass: expect.closeTo(1, 6) });
    shares.serve(shares.of('other', 1), 5);
    shares.serve(shares.of('other', 1), 5);
    expect(shares.of('fresh', 1).pass).toBeCloseTo(5.9, 1);
    busy.waiting = 1;
    expect(shares.of('busy', 1).pass).toBeCloseTo(1, 6);
  });

  it('of runs that ended are forgotten when there are many, and those of runs that wait or had more are not', () => {
    const shares = createRunShares();
    const ended = shares.of('ended', 1);
    const waiting = shares.of('waits', 1);
    waiting.waiting = 1;
    const rich = shares.of('rich', 1);
    shares.serve(rich, 3);
    for (let index = 3; index < 256; index += 1) shares.of(`run-${index}`, 1);
    expect(shares.of('ended', 1)).toBe(ended);
    shares.of('one too many', 1);
    expect(shares.of('ended', 1)).not.toBe(ended);
    expect(shares.of('waits', 1)).toBe(waiting);
    // It had more than those who are served now.
    expect(shares.of('rich', 1)).toBe(rich);
  });

  it('are given back what they were served and did not get', () => {
    const shares = createRunShares();
    const run = shares.of('run', 4);
    shares.serve(run, 0.8);
    shares.takeBack(run, 0.8);
    expect(run.pass).toBeCloseTo(0, 9);
    shares.serve(run, 0);
    shares.takeBack(run, 0);
    expect(run.pass).toBeCloseTo(0, 9);
  });
});

describe('one room', () => {
  const reach = () => [];
  const come = (room: ReturnType<typeof createWaitingRoom>, requests: readonly Partial<PermitRequest>[]) =>
    requests.map((each) => {
      const waiter = aWaiter(each);
      room.add(waiter);
      return waiter;
    });

  it('has a line for all who can go to the same accounts, while somebody is in it', () => {
    const room = createWaitingRoom(reach);
    const other = { targets: [{ provider: 'two', model: 'm' }] };
    const [, b, c, d, e] = come(room, [
      {},
      { runId: 'other' },
      other,
      { avoid: new Set(['a1', 'a0']) },
      { avoid: new Set(['a0', 'a1']) },
    ]);
    come(room, [{ route: 'careful' }, { avoid: new Set() }]);
    expect(room.size).toBe(7);
    expect(room.lines).toHaveLength(4);
    expect(d!.seat!.line).toBe(e!.seat!.line);
    expect(b!.seat!.line).not.toBe(c!.seat!.line);
    room.leave(c!);
    room.leave(c!);
    expect([room.size, room.lines.length]).toEqual([6, 3]);
  });

  it('serves the run that had least, and every eighth time who waited longest', () => {
    const room = createWaitingRoom(reach);
    const [old] = come(room, [{ runId: 'old' }]);
    come(
      room,
      Array.from({ length: 10 }, () => ({ runId: 'urgent', priority: 9 })),
    );
    const served: string[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      const next = room.next(room.lines);
      served.push(next.request.runId);
      room.serve(next, 0.1, true);
    }
    expect(served.indexOf('old')).toBe(7);
    expect(old!.seat).toBeUndefined();
    expect(room.size).toBe(2);
  });

  it('does not count calls that were served out of turn as turns', () => {
    const room = createWaitingRoom(reach);
    come(room, [{ runId: 'old' }]);
    come(
      room,
      Array.from({ length: 10 }, () => ({ runId: 'urgent', priority: 9 })),
    );
    for (let turn = 0; turn < 7; turn += 1) room.serve(room.next(room.lines), 0.1, false);
    expect(room.next(room.lines).request.runId).toBe('urgent');
  });

  it('has runs take turns by weight, in all lines together', () => {
    const room = createWaitingRoom(reach);
    const heavy = { runId: 'heavy', weight: 3 };
    come(
      room,
      Array.from({ length: 40 }, (_, index) => ({ ...heavy, route: `route-${index % 2}` })),
    );
    come(
      room,
      Array.from({ length: 40 }, (_, index) => ({ runId: 'light', route: `route-${index % 2}` })),
    );
    const counts = { heavy: 0, light: 0 };
    for (let turn = 0; turn < 32; turn += 1) {
      const next = room.next(room.lines);
      counts[next.request.runId as 'heavy'] += 1;
      room.serve(next, 0.1, true);
    }
    expect(counts.heavy / counts.light).toBeGreaterThan(2.2);
    expect(counts.heavy / counts.light).toBeLessThan(5);
  });
});
