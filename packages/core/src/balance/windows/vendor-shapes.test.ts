import { describe, expect, it } from 'vitest';
import { BucketShape } from './bucket-shape.ts';
import { Moments } from './moments.ts';
import { ResetPhase } from './reset-phase.ts';
import { spanEnd } from './span-end.ts';

const MINUTE_MS = 60_000;

describe('the size of a bucket', () => {
  /** A limit of 60 a minute, so one a second: what is left of `size`, and how long until it is full. */
  const view = (size: number, remaining: number) => ({ limit: 60, remaining, resetMs: (size - remaining) * 1_000 + 1 });

  it('is sure after three answers that differ in what was left, not after two, nor of the same left', () => {
    const shape = new BucketShape(MINUTE_MS);
    for (const remaining of [9, 8, 7]) expect(shape.learn(view(10, remaining))).toBe(true);
    expect(shape.size).toBe(10);
    const early = new BucketShape(MINUTE_MS);
    for (const remaining of [9, 8]) early.learn(view(10, remaining));
    expect(early.size).toBeUndefined();
    const same = new BucketShape(MINUTE_MS);
    for (let answer = 0; answer < 9; answer += 1) same.learn(view(10, 7));
    expect(same.size).toBeUndefined();
  });

  it('may be small as soon as one answer says so, and may not be where it is as large as the limit', () => {
    const small = new BucketShape(MINUTE_MS);
    expect(small.mayBeSmall).toBe(false);
    small.learn(view(10, 9));
    expect(small.mayBeSmall).toBe(true);
    const whole = new BucketShape(MINUTE_MS);
    whole.learn(view(60, 59));
    expect(whole.mayBeSmall).toBe(false);
  });

  it('is not told by an answer that says it is full', () => {
    const shape = new BucketShape(MINUTE_MS);
    for (const remaining of [9, 8, 7]) shape.learn(view(10, remaining));
    expect(shape.learn({ limit: 60, remaining: 60, resetMs: 0 })).toBe(true);
    expect(shape.size).toBe(10);
  });

  it('is given up when an answer fits another size, or none', () => {
    const other = new BucketShape(MINUTE_MS);
    for (const remaining of [9, 8, 7]) other.learn(view(10, remaining));
    expect(other.learn(view(20, 15))).toBe(false);
    expect(other.size).toBeUndefined();
    expect(other.mayBeSmall).toBe(true);
    const none = new BucketShape(MINUTE_MS);
    for (const remaining of [9, 8, 7]) none.learn(view(10, remaining));
    expect(none.learn({ limit: 60, remaining: 59, resetMs: MINUTE_MS })).toBe(false);
    expect([none.size, none.mayBeSmall]).toEqual([undefined, false]);
    for (const remaining of [19, 18, 17]) none.learn(view(20, remaining));
    expect(none.size).toBe(20);
  });

  it('is less sure where times are told in whole seconds', () => {
    const shape = new BucketShape(MINUTE_MS);
    const rounded = (remaining: number) => ({ limit: 60, remaining, resetMs: (10 - remaining) * 1_000 });
    for (const remaining of [9, 8]) shape.learn(rounded(remaining));
    expect(shape.size).toBeUndefined();
    for (const remaining of [7, 5]) shape.learn(rounded(remaining));
    expect(shape.size).toBe(9);
  });
});

describe('the moment of a reset', () => {
  const view = (resetMs: number) => ({ limit: 60, remaining: 10, resetMs });

  it('is known when an answer comes quickly, and to how much', () => {
    const phase = new ResetPhase(MINUTE_MS);
    expect(phase.known).toBeUndefined();
    expect(phase.learn(view(20_500), 1_000, 1_101)).toBe(true);
    // Said somewhere between leaving and answering, and rounded up; with a millisecond for sums of fractions.
    expect(phase.known).toEqual({ at: (21_499 + 21_601) / 2, marginMs: 52 });
  });

  it('is not known from an answer that took long, but from several of them', () => {
    const phase = new ResetPhase(MINUTE_MS);
    phase.learn(view(20_500), 0, 10_000);
    expect(phase.known).toBeUndefined();
    phase.learn(view(40_500), 39_000, 43_000);
    const { at, marginMs } = phase.known!;
    expect(marginMs).toBeLessThanOrEqual(3_000);
    // Of the row of the second answer, one turn later.
    expect(at).toBeGreaterThanOrEqual(79_499);
    expect(at).toBeLessThanOrEqual(83_500);
  });

  it('is known to a second where times are told in whole seconds, which is a twentieth of a window at most', () => {
    const minute = new ResetPhase(MINUTE_MS);
    minute.learn(view(20_000), 0, 0);
    expect(minute.known).toEqual({ at: 19_500, marginMs: 501 });
    const short = new ResetPhase(9_999);
    short.learn(view(2_000), 0, 0);
    expect(short.known).toBeUndefined();
    const justShort = new ResetPhase(10_000);
    justShort.learn(view(2_000), 0, 0);
    expect(justShort.known).toEqual({ at: 1_500, marginMs: 501 });
  });

  it('stays known whole windows later, and is given up for an answer that does not fit', () => {
    const phase = new ResetPhase(MINUTE_MS);
    phase.learn(view(20_500), 0, 0);
    expect(phase.learn(view(20_500), 5 * MINUTE_MS, 5 * MINUTE_MS)).toBe(true);
    expect(phase.known!.at).toBe(5 * MINUTE_MS + 20_500);
    expect(phase.learn(view(50_500), 5 * MINUTE_MS, 5 * MINUTE_MS)).toBe(false);
    expect(phase.known!.at).toBe(5 * MINUTE_MS + 50_500);
  });

  it('is not told by an answer that may mean either of two resets, nor by a counter that is full', () => {
    const phase = new ResetPhase(MINUTE_MS);
    phase.learn(view(20_500), 0, 0);
    const { known } = phase;
    expect(phase.learn(view(20_500), 0, 2 * MINUTE_MS)).toBe(true);
    expect(phase.learn(view(0), 7_000, 7_000)).toBe(true);
    expect(phase.known).toEqual(known);
  });
});

describe('moments', () => {
  it('keeps apart as many as it can, in the order of time, and puts those of one time together', () => {
    const moments = new Moments(MINUTE_MS);
    for (let index = 0; index < 100; index += 1) {
      expect(moments.put(1, index * 10)).toBe(index);
      expect(moments.put(2, index * 10)).toBe(index);
    }
    expect([moments.first, moments.next]).toEqual([0, 100]);
    for (let index = 0; index < 100; index += 1) {
      expect([moments.timeOf(index), moments.amountOf(index)]).toEqual([index * 10, 3]);
    }
  });

  it('is in order also for a clock that was set back', () => {
    const moments = new Moments(MINUTE_MS);
    moments.put(1, 5_000);
    expect(moments.put(1, 4_000)).toBe(0);
    expect([moments.timeOf(0), moments.amountOf(0)]).toEqual([5_000, 2]);
  });

  it('starts anew at any time once it is empty', () => {
    const moments = new Moments(MINUTE_MS);
    moments.put(1, 5_000);
    moments.first = 1;
    expect(moments.put(4, 3_000)).toBe(1);
    expect([moments.timeOf(1), moments.amountOf(1)]).toEqual([3_000, 4]);
  });

  it('puts those within a grain together once there are 256, as of the last of them, and no earlier', () => {
    const moments = new Moments(256_000);
    for (let index = 0; index < 255; index += 1) moments.put(1, index);
    expect(moments.next).toBe(255);
    expect(moments.put(1, 300)).toBe(255);
    expect(moments.put(1, 301)).toBe(255);
    expect(moments.put(1, 1_300)).toBe(255);
    expect([moments.timeOf(255), moments.amountOf(255)]).toEqual([1_300, 3]);
    expect(moments.put(1, 1_301)).toBe(256);
    expect([moments.timeOf(0), moments.amountOf(0), moments.timeOf(254)]).toEqual([0, 1, 254]);
  });

  it('keeps them through a ring that is full and grows after some were forgotten', () => {
    const moments = new Moments(MINUTE_MS);
    for (let index = 0; index < 8; index += 1) moments.put(index, index);
    moments.first = 3;
    for (let index = 8; index < 14; index += 1) moments.put(index, index);
    for (let index = 3; index < 14; index += 1) {
      expect([moments.timeOf(index), moments.amountOf(index)]).toEqual([index, index]);
    }
  });
});

describe('what is taken counts until', () => {
  it('the end of a span that slides', () => {
    expect(spanEnd({ type: 'sliding', ms: 1_000 }, 5_000)).toBe(6_000);
  });

  it('midnight where the vendor is, and a little longer; for both days when it is that near', () => {
    const span = { type: 'day', timeZone: 'America/Los_Angeles', guardMs: 5_000 } as const;
    const midnight = Date.parse('2026-06-11T07:00:00Z');
    expect(spanEnd(span, midnight - 5_001)).toBe(midnight + 5_000);
    expect(spanEnd(span, midnight - 4_999)).toBe(midnight + 86_400_000 + 5_000);
    expect(spanEnd({ ...span, timeZone: 'UTC' }, midnight)).toBe(Date.parse('2026-06-12T00:00:05Z'));
  });
});
