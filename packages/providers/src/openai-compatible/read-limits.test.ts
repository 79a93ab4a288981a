import { describe, expect, it } from 'vitest';
import { readDuration } from './read-duration.ts';
import { readLimits } from './read-limits.ts';

describe('durations', () => {
  it.each([
    ['12ms', 12],
    ['1.5s', 1500],
    ['6m0s', 360_000],
    ['24h0m0s', 86_400_000],
    ['1h2m3s4ms', 3_723_004],
    ['7', 7000],
    ['0s', 0],
  ])('reads %s', (text, ms) => expect(readDuration(text)).toBe(ms));

  it.each([null, '', 'soon', '5 apples', '-1s', '1s later'])('does not read %j', (text) =>
    expect(readDuration(text)).toBeUndefined(),
  );
});

describe('limits in headers', () => {
  it('says nothing where the headers say nothing', () => expect(readLimits(new Headers())).toEqual([]));

  it('takes a counter that needs more than a minute to be full again for one of a day', () => {
    const headers = new Headers({ 'x-ratelimit-limit-requests': '200', 'x-ratelimit-reset-requests': '7m12s' });
    expect(readLimits(headers)).toEqual([{ name: 'requestsPerDay', limit: 200, resetMs: 432_000 }]);
  });

  it('passes over numbers that are none', () => {
    const headers = new Headers({ 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': 'many' });
    expect(readLimits(headers)).toEqual([]);
  });
});
