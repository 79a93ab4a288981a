import { describe, expect, it } from 'vitest';
import type { LimitName, Limits } from '../../domain/limits.ts';
import { learnFromRefusal, learnLimits } from './learn-limits.ts';
import { QuotaGroup, type QuotaGroupOptions } from './quota-group.ts';
import { SoughtCalls } from './sought-calls.ts';

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const START = 1_000_000;

function createGroup(limits: Limits, options: Partial<QuotaGroupOptions> = {}): QuotaGroup {
  const usual = { family: 'm', windows: {}, statedWindows: {}, guardMs: 0, share: 1, toDate: (now: number) => now };
  return new QuotaGroup({ ...usual, limits, ...options });
}

function chargeOf(inputTokens: number, outputTokens = 0) {
  return { inputTokens, outputTokens, tokens: inputTokens + outputTokens };
}

function viewOf(group: QuotaGroup, name: LimitName, now = START) {
  return group.limits(now).find((limit) => limit.name === name);
}

describe('a quota group', () => {
  it('counts every dimension of a call, each as the vendor does', () => {
    const limits: Limits = {
      requestsPerSecond: 10,
      requestsPerMinute: 20,
      requestsPerDay: 30,
      tokensPerMinute: 400,
      tokensPerDay: 500,
      inputTokensPerMinute: 600,
      outputTokensPerMinute: 700,
      maxConcurrent: 8,
    };
    const group = createGroup(limits);
    group.reserve(chargeOf(100, 50), START);
    const used = Object.fromEntries(group.limits(START).map((limit) => [limit.name, limit.used]));
    expect(used).toEqual({
      requestsPerSecond: 1,
      requestsPerMinute: 1,
      requestsPerDay: 1,
      tokensPerMinute: 150,
      tokensPerDay: 150,
      inputTokensPerMinute: 100,
      outputTokensPerMinute: 50,
      maxConcurrent: 1,
    });
    // 150 of 400 is the tightest of them.
    expect(group.fill(START)).toBe(0.375);
    expect(group.part(chargeOf(0, 350))).toBe(0.875);
    expect(group.part(chargeOf(600, 0))).toBe(1.5);
    expect(group.inFlight).toBe(1);
  });

  it('has room when all dimensions have, and says the latest of their moments', () => {
    const group = createGroup({ requestsPerSecond: 1, tokensPerMinute: 100, maxConcurrent: 2 });
    expect(group.earliest(chargeOf(100), START)).toBe(START);
    const first = group.reserve(chargeOf(80), START);
    expect(group.earliest(chargeOf(10), START)).toBe(START + 1_000);
    expect(group.earliest(chargeOf(30), START)).toBe(START + MINUTE_MS);
    group.reserve(chargeOf(10), START + 1_000);
    expect(group.earliest(chargeOf(10), START + 5_000)).toBe(NEVER);
    expect(group.end(first, chargeOf(80), START + 5_000)).toBe(true);
    expect(group.earliest(chargeOf(10), START + 5_000)).toBe(START + 5_000);
  });

  it('counts the seconds and days of its limits as long as they are', () => {
    const second = createGroup({ requestsPerSecond: 1 });
    second.reserve(chargeOf(1), START);
    expect(second.earliest(chargeOf(1), START)).toBe(START + 1_000);
    const day = createGroup({ tokensPerDay: 1 });
    day.reserve(chargeOf(1), START);
    expect(day.earliest(chargeOf(1), START)).toBe(START + 24 * 60 * MINUTE_MS);
  });

  it('settles by what a call took: more, less, as reserved, or nothing', () => {
    const tokensAfter = (took: Parameters<QuotaGroup['end']>[1]) => {
      const group = createGroup({ tokensPerMinute: 1_000 });
      const hasRoom = group.end(group.reserve(chargeOf(100), START), took, START + 1_000);
      return [viewOf(group, 'tokensPerMinute', START + 1_000)!.used, hasRoom];
    };
    expect(tokensAfter(chargeOf(150))).toEqual([150, false]);
    expect(tokensAfter(chargeOf(30))).toEqual([30, true]);
    expect(tokensAfter(chargeOf(100))).toEqual([100, false]);
    expect(tokensAfter('reserved')).toEqual([100, false]);
    expect(tokensAfter('nothing')).toEqual([0, true]);
  });

  it('keeps to a share of each limit, one whole call at least, over a longer time where less is allowed', () => {
    const group = createGroup({ requestsPerMinute: 20, tokensPerMinute: 999 }, { share: 0.5 });
    expect(viewOf(group, 'requestsPerMinute')!.limit).toBe(10);
    expect(viewOf(group, 'tokensPerMinute')!.limit).toBe(499);
    const little = createGroup({ requestsPerMinute: 2 }, { share: 0.25 });
    little.reserve(chargeOf(1), START);
    expect(viewOf(little, 'requestsPerMinute')).toMatchObject({ limit: 1, used: 1, free: 0 });
    expect(little.earliest(chargeOf(1), START)).toBe(START + 2 * MINUTE_MS);
  });

  it('leaves the room that somebody has claimed, and what will have run out by then is free', () => {
    const group = createGroup({ tokensPerMinute: 100, maxConcurrent: 9 });
    group.reserve(chargeOf(60), START);
    group.reserve(chargeOf(20), START + 30_000);
    const claim = { charge: chargeOf(50), at: START + MINUTE_MS };
    // By then 20 are taken and 50 claimed.
    expect(group.fitsBeside(claim, chargeOf(30), START + 30_000)).toBe(true);
    expect(group.fitsBeside(claim, chargeOf(31), START + 30_000)).toBe(false);
    expect(group.fitsBeside({ ...claim, charge: chargeOf(500) }, chargeOf(1), START + 30_000)).toBe(false);
  });

  it('starts calls at the pace of its tightest limit on requests', () => {
    expect(createGroup({}).pace()).toEqual({ atOnce: NEVER, perMs: NEVER });
    expect(createGroup({ tokensPerMinute: 5, requestsPerDay: 5 }).pace()).toEqual({ atOnce: NEVER, perMs: NEVER });
    const group = createGroup({ requestsPerSecond: 10, requestsPerMinute: 60 });
    expect(group.pace()).toEqual({ atOnce: 60, perMs: 60 / MINUTE_MS });
  });

  it('takes over limits that are stated anew, and those that follow from them', () => {
    const derive = ({ requestsPerMinute = 0 }: Limits) => ({ requestsPerSecond: requestsPerMinute / 60 });
    const group = createGroup({ requestsPerMinute: 60 }, { derive });
    expect(group.limits(START)).toMatchObject([{ limit: 1 }, { limit: 60, source: 'stated' }]);
    group.reserve(chargeOf(1), START);
    group.restate({ requestsPerMinute: 600, requestsPerSecond: 5 }, START);
    expect(group.limits(START)).toMatchObject([
      { name: 'requestsPerSecond', limit: 5, used: 1 },
      { name: 'requestsPerMinute', limit: 600, used: 1 },
    ]);
  });

  it('counts calls under way for a limit that comes only now, and keeps its count when it is told again', () => {
    const group = createGroup({});
    group.reserve(chargeOf(70), START);
    group.end(group.reserve(chargeOf(500), START), 'reserved', START);
    group.setLimit('tokensPerMinute', 100, 'learned', START + 1_000);
    expect(viewOf(group, 'tokensPerMinute', START + 1_000)).toMatchObject({ used: 70, free: 30, source: 'learned' });
    group.setLimit('tokensPerMinute', 200, 'learned', START + 2_000);
    expect(viewOf(group, 'tokensPerMinute', START + 2_000)).toMatchObject({ used: 70, free: 130 });
  });
});

describe('a group of which nothing is known', () => {
  it('lets sixteen calls go at once, one more with every answer, and half of them after a refusal', () => {
    const sought = new SoughtCalls();
    expect(sought.atOnce).toBe(16);
    for (let answer = 0; answer < 4; answer += 1) sought.onAnswer();
    expect(sought.atOnce).toBe(20);
    sought.onRefusal(20, 100, 200);
    // Those had left before it was refused.
    sought.onRefusal(19, 150, 210);
    sought.onRefusal(18, 200, 220);
    expect(sought.atOnce).toBe(10);
    for (let answer = 0; answer < 11; answer += 1) sought.onAnswer();
    expect(sought.atOnce).toBe(11);
    sought.onRefusal(1, 201, 300);
    expect(sought.atOnce).toBe(1);
  });

  it('is as full as the calls under way of those it tries at once', () => {
    const group = createGroup({});
    for (let call = 0; call < 8; call += 1) group.reserve(chargeOf(1), START);
    expect([group.fill(START), group.part(chargeOf(1))]).toEqual([0.5, 1 / 16]);
    expect(group.earliest(chargeOf(1), START)).toBe(START);
    for (let call = 0; call < 8; call += 1) group.reserve(chargeOf(1), START);
    expect(group.earliest(chargeOf(1), START)).toBe(NEVER);
  });
});

describe('what a vendor says of its limits', () => {
  it('counts what is gone beyond all calls of ours as used by others', () => {
    const group = createGroup({ requestsPerMinute: 100 });
    const first = group.reserve(chargeOf(1), START);
    group.reserve(chargeOf(1), START);
    learnLimits(group, first, [{ name: 'requestsPerMinute', limit: 100, remaining: 60 }], START);
    // Two are ours, whether the vendor had seen both or not; 38 are not.
    expect(viewOf(group, 'requestsPerMinute')!.used).toBe(40);
    learnLimits(group, first, [{ name: 'requestsPerMinute', limit: 100, remaining: 60 }], START);
    expect(viewOf(group, 'requestsPerMinute')!.used).toBe(40);
  });

  it('says nothing with what is left alone, or of calls at once, or with no limit at all', () => {
    const group = createGroup({ requestsPerMinute: 100, maxConcurrent: 10 });
    const reservation = group.reserve(chargeOf(1), START);
    const isFull = learnLimits(
      group,
      reservation,
      [
        { name: 'requestsPerMinute', remaining: 3 },
        { name: 'maxConcurrent', limit: 10, remaining: 1 },
        { name: 'tokensPerMinute', limit: 0, remaining: 0 },
      ],
      START,
    );
    expect(isFull).toBe(false);
    expect(viewOf(group, 'requestsPerMinute')!.used).toBe(1);
    expect(viewOf(group, 'maxConcurrent')!.used).toBe(1);
    expect(viewOf(group, 'tokensPerMinute')).toBeUndefined();
  });

  it('tells whether another call like it would have to wait now', () => {
    const group = createGroup({ requestsPerMinute: 100 });
    const reservation = group.reserve(chargeOf(1), START);
    const say = (remaining: number) =>
      learnLimits(group, reservation, [{ name: 'requestsPerMinute', limit: 100, remaining }], START);
    expect([say(1), say(0)]).toEqual([false, true]);
  });

  it('when it refuses and only names the limit: it is what it had let in, after a window has been counted', () => {
    const group = createGroup({ requestsPerMinute: 60 });
    const refuse = (now: number) => {
      const reservation = group.reserve(chargeOf(1), now);
      group.end(reservation, 'nothing', now);
      return learnFromRefusal(group, reservation, [{ name: 'requestsPerMinute' }], now);
    };
    for (let call = 0; call < 40; call += 1) {
      group.end(group.reserve(chargeOf(1), START + MINUTE_MS), 'reserved', START + MINUTE_MS);
    }
    expect(refuse(START + MINUTE_MS + 1)).toBe(true);
    expect(viewOf(group, 'requestsPerMinute', START + MINUTE_MS + 1)).toMatchObject({ limit: 40, source: 'learned' });
  });

  it('when it refuses and tells the limit, only that is taken over', () => {
    const group = createGroup({ requestsPerMinute: 60 });
    const reservation = group.reserve(chargeOf(1), START + MINUTE_MS);
    group.end(reservation, 'nothing', START + MINUTE_MS);
    learnFromRefusal(group, reservation, [{ name: 'requestsPerMinute', limit: 30, remaining: 0 }], START + MINUTE_MS);
    expect(viewOf(group, 'requestsPerMinute', START + MINUTE_MS)).toMatchObject({ limit: 30, used: 30, free: 0 });
  });
});

describe('a limit that was found by counting', () => {
  function createFound() {
    const group = createGroup({ requestsPerMinute: 100 }, { guardMs: 0 });
    let now = START + MINUTE_MS;
    const let40In = () => {
      for (let call = 0; call < 40; call += 1) group.end(group.reserve(chargeOf(1), now), 'reserved', now);
    };
    const refuse = (leftAt = now) => {
      const reservation = group.reserve(chargeOf(1), leftAt);
      group.end(reservation, 'nothing', now);
      group.onRefusal(reservation, 'requestsPerMinute', now);
    };
    const answer = () => group.onAnswer(now);
    const limit = () => viewOf(group, 'requestsPerMinute', now)!.limit;
    const wait = (ms: number) => void (now += ms);
    return { group, let40In, refuse, answer, limit, wait };
  }

  it('goes down to no less than half at a time, and calls that left together are one trouble', () => {
    const found = createFound();
    found.refuse();
    expect(found.limit()).toBe(50);
    found.refuse();
    expect(found.limit()).toBe(50);
    found.wait(1);
    found.refuse();
    expect(found.limit()).toBe(25);
  });

  it('is tried to be a tenth higher after a minute that used it well, then a fifth, two fifths, and not beyond what was stated', () => {
    const found = createFound();
    found.let40In();
    found.refuse();
    expect(found.limit()).toBe(50);
    const tried: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      found.wait(MINUTE_MS + 1);
      found.answer();
      // Nothing was used: it tells nothing.
      for (let call = 0; call < 100; call += 1) found.let40In();
      found.answer();
      tried.push(found.limit());
    }
    expect(tried).toEqual([56, 68, 96, 100]);
  });
});
