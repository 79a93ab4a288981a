import { describe, expect, it } from 'vitest';
import { DeadlineError } from '../errors/deadline-error.ts';
import { failure, MINUTE_MS, setUp } from '../testing/balance/set-up-balancer.ts';
import { NO_USAGE } from '../domain/usage.ts';

/** When the last one that was refused could have started, in ms from now. */
function earliestIn({ refused, clock }: Pick<ReturnType<typeof setUp>, 'refused' | 'clock'>): number | undefined {
  const error = refused.at(-1);
  if (!(error instanceof DeadlineError)) throw new Error('Nobody was refused for a deadline.', { cause: error });
  return error.earliestAt === undefined ? undefined : error.earliestAt - clock.now();
}

describe('a deadline that cannot be met', () => {
  it('is refused at once, with the earliest time that limits allow', async () => {
    const scene = setUp({ limits: { requestsPerMinute: 1 } }, { limits: { requestsPerMinute: 1 } });
    const { clock, ask, refused } = scene;
    ask();
    await clock.advance(10_000);
    ask();
    await clock.advance(5_000);
    ask({ deadlineAt: clock.now() + 44_999 });
    await clock.advance(0);
    expect(earliestIn(scene)).toBe(MINUTE_MS - 15_000);
    ask({ deadlineAt: clock.now() + 45_001 });
    await clock.advance(45_000);
    expect(refused).toHaveLength(1);
    expect(scene.granted).toHaveLength(3);
  });

  it('counts those who are served before it', async () => {
    const scene = setUp({ limits: { requestsPerMinute: 60 } });
    for (let index = 0; index < 180; index += 1) scene.ask();
    await scene.clock.advance(0);
    // Sixty are under way, and 120 wait: two minutes for them at best.
    scene.ask({ deadlineAt: scene.clock.now() + MINUTE_MS });
    await scene.clock.advance(0);
    expect(earliestIn(scene)).toBeGreaterThan(MINUTE_MS);
    expect(earliestIn(scene)).toBeLessThanOrEqual(2 * MINUTE_MS + 1_000);
  });

  it('does not count those who are less urgent', async () => {
    const scene = setUp({ limits: { requestsPerMinute: 60 } });
    for (let index = 0; index < 180; index += 1) scene.ask();
    await scene.clock.advance(0);
    scene.ask({ deadlineAt: scene.clock.now() + MINUTE_MS, priority: 5 });
    await scene.clock.advance(MINUTE_MS);
    expect(scene.refused).toEqual([]);
    expect(scene.granted.length).toBeGreaterThan(60);
  });

  it('is that of a vendor which said when to come back', async () => {
    const scene = setUp({});
    scene.ask();
    await scene.clock.advance(0);
    scene.granted[0]!.fail(failure('rate-limited', { retryAfterMs: 30_000 }));
    scene.ask({ deadlineAt: scene.clock.now() + 10_000 });
    await scene.clock.advance(0);
    expect(earliestIn(scene)).toBe(30_000);
  });

  it('is refused when it passes, where only the end of a call could have helped', async () => {
    const scene = setUp({ limits: { maxConcurrent: 1 } });
    scene.ask();
    await scene.clock.advance(0);
    scene.ask({ deadlineAt: scene.clock.now() + 10_000 });
    await scene.clock.advance(9_999);
    expect(scene.refused).toEqual([]);
    await scene.clock.advance(1);
    expect(earliestIn(scene)).toBeUndefined();
    expect(scene.balancer.status().waiting).toBe(0);
  });

  it('is forgotten with the call that it was for, and no timer is left behind', async () => {
    const scene = setUp({ limits: { maxConcurrent: 1 } });
    const controller = new AbortController();
    scene.ask();
    scene.ask({ deadlineAt: scene.clock.now() + 10_000 }, controller.signal);
    scene.ask({ deadlineAt: scene.clock.now() + 20_000 });
    await scene.clock.advance(0);
    controller.abort();
    scene.granted[0]!.settle(NO_USAGE, []);
    await scene.clock.advance(0);
    expect(scene.granted).toHaveLength(2);
    expect(scene.clock.pendingTimers).toBe(0);
    await scene.clock.advance(30_000);
    expect(scene.refused).toMatchObject([{ code: 'MANYHANDS_ABORTED' }]);
  });
});
