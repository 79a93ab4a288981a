import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../testing/manual-clock.ts';
import { anAccount } from '../../testing/balance/set-up-balancer.ts';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { scriptedProvider } from '../../testing/scripted-provider.ts';
import type { Reservation } from '../limits/reservation.ts';
import { earliestAt, type Place } from './place.ts';
import { createAccountPool } from './pool.ts';

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const everywhere: (place: Place) => boolean = () => true;

function chargeOf(tokens: number) {
  return { inputTokens: 0, outputTokens: tokens, tokens };
}

function createScene(...limits: readonly object[]) {
  const clock = createManualClock(0);
  const accounts = limits.map((each, index) => anAccount(`a${index}`, { limits: each }));
  const pool = createAccountPool({
    providers: [scriptedProvider({ id: 'one' })],
    clock,
    guardMs: 0,
    random: () => 0.5,
  });
  for (const account of accounts) pool.add(account);
  const { shelf, places } = pool.target({ provider: 'one', model: 'm' });
  const placeOf = (index: number): Place => places.get(`a${index}`)!;

  function start(place: Place, tokens: number): Reservation {
    const reservation = place.group.quota.reserve(chargeOf(tokens), clock.now());
    pool.onStarted(place);
    return reservation;
  }

  function end(place: Place, reservation: Reservation, tokens: number): void {
    const hasRoom = place.group.quota.end(reservation, chargeOf(tokens), clock.now());
    pool.onEnded(place, hasRoom);
  }

  const find = (tokens: number, mayTake = everywhere) => shelf.find(chargeOf(tokens), mayTake, clock.now());
  return { clock, pool, shelf, placeOf, start, end, find };
}

function idOf(found: ReturnType<ReturnType<typeof createScene>['find']>): string | undefined {
  return found.type === 'now' ? found.place.member.account.id : undefined;
}

describe('a shelf', () => {
  it('gives the least filled place that has room, and passes over those that may not be taken', () => {
    const scene = createScene({ tokensPerMinute: 100 }, { tokensPerMinute: 100 }, { tokensPerMinute: 100 });
    scene.start(scene.placeOf(0), 50);
    scene.start(scene.placeOf(1), 20);
    scene.start(scene.placeOf(2), 30);
    expect(idOf(scene.find(10))).toBe('a1');
    expect(idOf(scene.find(10, (place) => place !== scene.placeOf(1)))).toBe('a2');
    expect(idOf(scene.find(10))).toBe('a1');
    expect(idOf(scene.find(10, () => false))).toBeUndefined();
  });

  it('names the soonest room of those that have none, and opens when it comes', async () => {
    const scene = createScene({ tokensPerMinute: 100 }, { tokensPerMinute: 100 });
    scene.start(scene.placeOf(0), 100);
    await scene.clock.advance(5_000);
    scene.start(scene.placeOf(1), 100);
    expect(scene.shelf.opensAt()).toBe(NEVER);
    expect(scene.find(10)).toEqual({ type: 'later', soonest: { place: scene.placeOf(0), at: MINUTE_MS } });
    expect(scene.shelf.opensAt()).toBe(MINUTE_MS);
    const { openings } = scene.shelf;
    await scene.clock.advance(MINUTE_MS - 5_001);
    expect(scene.find(10).type).toBe('later');
    expect(scene.shelf.openings).toBe(openings);
    await scene.clock.advance(1);
    expect(idOf(scene.find(10))).toBe('a0');
    expect(scene.shelf.openings).toBe(openings + 1);
  });

  it('asks a place that had no room for a large call again for a smaller one', () => {
    const scene = createScene({ tokensPerMinute: 100 });
    scene.start(scene.placeOf(0), 60);
    expect(scene.find(50).type).toBe('later');
    expect(scene.find(50).type).toBe('later');
    expect(idOf(scene.find(40))).toBe('a0');
    expect(idOf(scene.find(30))).toBe('a0');
  });

  it('opens a place when a call has given room back, or ended where only that could help', () => {
    const scene = createScene({ maxConcurrent: 1, tokensPerMinute: 1_000 });
    const reservation = scene.start(scene.placeOf(0), 10);
    expect(scene.find(10)).toEqual({ type: 'later', soonest: undefined });
    expect(scene.shelf.opensAt()).toBe(NEVER);
    const { openings } = scene.shelf;
    scene.end(scene.placeOf(0), reservation, 10);
    expect(scene.shelf.openings).toBe(openings + 1);
    expect(idOf(scene.find(10))).toBe('a0');
  });

  it('does not open for the end of a call that helps nobody', () => {
    const scene = createScene({ tokensPerMinute: 100 });
    const reservation = scene.start(scene.placeOf(0), 100);
    expect(scene.find(10).type).toBe('later');
    const { openings } = scene.shelf;
    scene.end(scene.placeOf(0), reservation, 100);
    expect(scene.shelf.openings).toBe(openings);
    scene.pool.reopen(scene.placeOf(0).member);
    expect(scene.shelf.openings).toBe(openings + 1);
  });

  it('lets go of a place that is taken out, and uses its number for the next', () => {
    const scene = createScene({ maxConcurrent: 1 }, { maxConcurrent: 1 });
    scene.pool.remove('a0');
    expect([...scene.shelf.places].map(({ member }) => member.account.id)).toEqual(['a1']);
    scene.pool.add(anAccount('a2', { limits: { maxConcurrent: 1 } }));
    scene.start(scene.placeOf(1), 1);
    expect(idOf(scene.find(1))).toBe('a2');
    scene.start(scene.placeOf(2), 1);
    expect(scene.find(1).type).toBe('later');
  });

  it('finds a place whenever one has room, whatever has happened to them', () => {
    const step = fc.record({
      type: fc.constantFrom('start' as const, 'start' as const, 'end' as const, 'wait' as const),
      tokens: fc.integer({ min: 1, max: 120 }),
      which: fc.nat(),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        const limits = { tokensPerMinute: 120, requestsPerMinute: 4, maxConcurrent: 2 };
        const scene = createScene(limits, limits, limits);
        const places = [0, 1, 2].map(scene.placeOf);
        const open: [Place, Reservation, number][] = [];
        for (const { type, tokens, which } of steps) {
          if (type === 'wait') await scene.clock.advance(tokens * 300);
          const found = type === 'start' ? scene.find(tokens) : undefined;
          const now = scene.clock.now();
          const hasRoom = places.some((place) => earliestAt(place, chargeOf(tokens), now) <= now);
          expect(found?.type ?? 'none').toBe(found === undefined ? 'none' : hasRoom ? 'now' : 'later');
          const at = found?.type === 'now' ? earliestAt(found.place, chargeOf(tokens), now) : now;
          expect(at).toBeLessThanOrEqual(now);
          if (found?.type === 'now') {
            open.push([found.place, scene.start(found.place, tokens), tokens]);
          } else if (type === 'end' && open.length > 0) {
            const [[place, reservation, taken]] = open.splice(which % open.length, 1) as [(typeof open)[number]];
            scene.end(place, reservation, Math.ceil(taken / (1 + (which % 3))));
          }
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
