import { describe, expect, it } from 'vitest';
import { aWaiter, ofSize } from '../../testing/balance/a-waiter.ts';
import { anAccount } from '../../testing/balance/set-up-balancer.ts';
import { createManualClock } from '../../testing/manual-clock.ts';
import { scriptedProvider } from '../../testing/scripted-provider.ts';
import { createAccountPool } from '../places/pool.ts';
import { createClaims } from './claims.ts';
import { createLine } from './line.ts';
import { createStandstill } from './standstill.ts';

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const chargeOf = (tokens: number) => ({ inputTokens: 0, outputTokens: tokens, tokens });

/** Accounts of 100 tokens a minute, and one call at a time where that is asked for. */
function setUp({ maxConcurrent }: { readonly maxConcurrent?: number } = {}) {
  const clock = createManualClock(0);
  const pool = createAccountPool({
    providers: [scriptedProvider({ id: 'one' })],
    clock,
    guardMs: 0,
    random: () => 0.5,
  });
  const limits = { tokensPerMinute: 100, ...(maxConcurrent !== undefined && { maxConcurrent }) };
  for (const id of ['a', 'b']) pool.add(anAccount(id, { limits }));
  const target = pool.target({ provider: 'one', model: 'm' });
  const [a, b] = [target.places.get('a')!, target.places.get('b')!];
  const take = (place: typeof a, tokens: number) => {
    const reservation = place.group.quota.reserve(chargeOf(tokens), clock.now());
    pool.onStarted(place);
    return () => pool.onEnded(place, place.group.quota.end(reservation, 'reserved', clock.now()));
  };
  return { clock, a, b, take, claims: createClaims(), target };
}

const share = (runId = 'run') => ({ runId, weight: 1, pass: 0, waiting: 0 });

describe('a claim', () => {
  it('keeps its room from others, who may take what is left beside it', () => {
    const { claims, a, b, take } = setUp();
    const [owner, other] = [aWaiter(), aWaiter()];
    take(a, 60);
    expect([claims.has(owner), claims.isFree(other, a, chargeOf(40), 0)]).toEqual([false, true]);
    claims.make(owner, a, { charge: chargeOf(80), at: MINUTE_MS });
    expect(claims.has(owner)).toBe(true);
    // At the time of the claim the sixty are gone: twenty are left beside its eighty.
    expect(claims.isFree(other, a, chargeOf(20), 0)).toBe(true);
    expect(claims.isFree(other, a, chargeOf(21), 0)).toBe(false);
    expect(claims.isFree(owner, a, chargeOf(40), 0)).toBe(true);
    expect(claims.isFree(other, b, chargeOf(100), 0)).toBe(true);
  });

  it('is one for each place and one for each who waits: the first of a place stays, the last of a waiter counts', () => {
    const { claims, a, b } = setUp();
    const [first, second] = [aWaiter(), aWaiter()];
    claims.make(first, a, { charge: chargeOf(90), at: 10 });
    claims.make(second, a, { charge: chargeOf(90), at: 5 });
    expect([claims.has(second), claims.changes]).toEqual([false, 0]);
    claims.make(first, a, { charge: chargeOf(50), at: 20 });
    expect([claims.isFree(second, a, chargeOf(50), 0), claims.changes]).toEqual([true, 0]);
    claims.make(first, b, { charge: chargeOf(90), at: 20 });
    expect([claims.isFree(second, a, chargeOf(100), 0), claims.isFree(second, b, chargeOf(100), 0)]).toEqual([
      true,
      false,
    ]);
    expect(claims.changes).toBe(1);
  });

  it('that is given up is counted, once, and holds nothing back', () => {
    const { claims, a } = setUp();
    const [owner, other] = [aWaiter(), aWaiter()];
    claims.drop(owner);
    claims.make(owner, a, { charge: chargeOf(90), at: 10 });
    claims.drop(owner);
    claims.drop(owner);
    expect([claims.changes, claims.has(owner), claims.isFree(other, a, chargeOf(100), 0)]).toEqual([1, false, true]);
    claims.make(other, a, { charge: chargeOf(90), at: 10 });
    expect(claims.has(other)).toBe(true);
  });

  it('is due when its room is there, the first that was made first, and says when the next one is', async () => {
    const { claims, clock, a, b, take } = setUp();
    expect([claims.due(0), claims.nextAt(0)]).toEqual([[], NEVER]);
    take(a, 100);
    await clock.advance(1_000);
    take(b, 100);
    const [late, early] = [aWaiter(), aWaiter()];
    claims.make(late, b, { charge: chargeOf(50), at: MINUTE_MS + 1_000 });
    claims.make(early, a, { charge: chargeOf(50), at: MINUTE_MS });
    expect([claims.due(1_000), claims.nextAt(1_000)]).toEqual([[], MINUTE_MS]);
    expect(claims.due(MINUTE_MS)).toEqual([early]);
    expect(claims.nextAt(MINUTE_MS)).toBe(MINUTE_MS + 1_000);
    expect(claims.due(MINUTE_MS + 1_000)).toEqual([late, early]);
    expect(claims.nextAt(MINUTE_MS + 1_000)).toBe(NEVER);
  });

  it('follows its room, which comes later when others have taken some, and keeps its time while only a call can help', () => {
    const { claims, a, take } = setUp({ maxConcurrent: 1 });
    const owner = aWaiter();
    claims.make(owner, a, { charge: chargeOf(50), at: 5_000 });
    const end = take(a, 100);
    expect([claims.due(5_000), claims.nextAt(4_000)]).toEqual([[], 5_000]);
    end();
    expect([claims.due(5_000), claims.nextAt(5_000)]).toEqual([[], MINUTE_MS]);
  });
});

describe('a line', () => {
  it('has the oldest, the smallest, and the queues to ask, that of the waiter first', () => {
    const { target } = setUp();
    const line = createLine('key', [target]);
    expect([line.isEmpty, line.came, line.oldest, line.first, line.smallest()]).toEqual([
      true,
      0,
      undefined,
      undefined,
      undefined,
    ]);
    const [one, two] = [share('one'), share('two')];
    const waiters = [ofSize(500), ofSize(50), ofSize(5_000)];
    line.add(waiters[0]!, one);
    line.add(waiters[1]!, two);
    line.add(waiters[2]!, one);
    expect([line.isEmpty, line.came, line.waiters()]).toEqual([false, 3, waiters]);
    expect([line.oldest, line.smallest()]).toEqual([waiters[0], waiters[1]]);
    const runs = (waiter: (typeof waiters)[0]) => line.queuesFrom(waiter).map(({ run }) => run.runId);
    expect([runs(waiters[0]!), runs(waiters[1]!)]).toEqual([
      ['one', 'two'],
      ['two', 'one'],
    ]);
    expect(runs(ofSize(1)).toSorted((a, b) => a.localeCompare(b))).toEqual(['one', 'two']);
    line.remove(waiters[1]!);
    expect([waiters[1]!.seat, line.smallest(), line.came]).toEqual([undefined, waiters[0], 3]);
    line.remove(waiters[0]!);
    line.remove(waiters[2]!);
    expect([line.isEmpty, line.first]).toEqual([true, undefined]);
  });

  it('has the turn of the run that had least, and goes on when one has had more', () => {
    const { target } = setUp();
    const line = createLine('key', [target]);
    const [one, two] = [share('one'), share('two')];
    line.add(ofSize(1), one);
    line.add(ofSize(1), two);
    one.pass = 5;
    line.onServed(one);
    expect(line.first!.run).toBe(two);
    two.pass = 6;
    line.onServed(two);
    expect(line.first!.run).toBe(one);
    line.onServed(share('nobody'));
    expect(line.first!.run).toBe(one);
  });

  it('asks no more than sixteen runs for smaller calls', () => {
    const { target } = setUp();
    const line = createLine('key', [target]);
    const waiters = Array.from({ length: 40 }, (_, index) => {
      const waiter = ofSize(100);
      line.add(waiter, share(`run-${index}`));
      return waiter;
    });
    expect(line.queuesFrom(waiters[0]!).length).toBeLessThanOrEqual(17);
    for (const waiter of waiters) line.remove(waiter);
    expect([line.isEmpty, line.oldest, line.waiters()]).toEqual([true, undefined, []]);
    line.add(waiters[0]!, share('again'));
    expect(line.first!.best).toBe(waiters[0]);
  });
});

describe('a standstill', () => {
  function stand() {
    const scene = setUp();
    const line = createLine('key', [scene.target]);
    line.add(aWaiter(), share());
    const standstill = createStandstill(scene.claims);
    const find = () => scene.target.shelf.find(chargeOf(50), () => true, scene.clock.now());
    const note = () => {
      for (const place of [scene.a, scene.b]) scene.take(place, 100);
      find();
      standstill.note(line);
    };
    const holds = () => standstill.holds(line, scene.clock.now());
    return { ...scene, line, standstill, note, holds, find };
  }

  it('holds from when it was noted until time brings room', async () => {
    const { clock, line, standstill, note, holds } = stand();
    expect([standstill.wasNoted(line), holds()]).toEqual([false, false]);
    note();
    expect([standstill.wasNoted(line), holds()]).toEqual([true, true]);
    await clock.advance(MINUTE_MS - 1);
    expect(holds()).toBe(true);
    await clock.advance(1);
    expect([holds(), standstill.wasNoted(line)]).toEqual([false, true]);
  });

  it('ends when somebody comes', () => {
    const { line, note, holds } = stand();
    note();
    line.add(aWaiter(), share());
    expect(holds()).toBe(false);
  });

  it('ends when a claim is given up', () => {
    const { a, claims, note, holds } = stand();
    const owner = aWaiter();
    claims.make(owner, a, { charge: chargeOf(50), at: MINUTE_MS });
    note();
    expect(holds()).toBe(true);
    claims.drop(owner);
    expect(holds()).toBe(false);
  });

  it('ends when a place is found to have room again', () => {
    const { a, clock, target, note, holds } = stand();
    note();
    target.shelf.reopen(a, clock.now());
    expect(holds()).toBe(false);
  });

  it('ends while the model is being held back, whose time is not that of its places', () => {
    const { target, note, holds } = stand();
    note();
    target.hold.stop('overloaded', 0, { firstMs: 1_000, mostMs: 1_000 }, true);
    expect(holds()).toBe(false);
  });
});
