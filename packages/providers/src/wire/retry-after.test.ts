import { describe, expect, it } from 'vitest';
import { readRetryAfterMs } from './retry-after.ts';

const DATE = 'Tue, 24 Nov 2026 10:00:00 GMT';
const read = (headers: Record<string, string>) => readRetryAfterMs(new Headers(headers));

describe('how long a vendor asks to wait', () => {
  it('is read from seconds, milliseconds and dates; the latest wins', () => {
    expect(read({ 'retry-after': '1.5' })).toBe(1500);
    expect(read({ 'retry-after': '0' })).toBe(0);
    expect(read({ 'retry-after': '1', 'retry-after-ms': '1200' })).toBe(1200);
    expect(read({ 'retry-after': '2', 'retry-after-ms': '1200' })).toBe(2000);
    expect(read({ date: DATE, 'retry-after': 'Tue, 24 Nov 2026 10:01:00 GMT' })).toBe(60_000);
    expect(read({ date: DATE, 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' })).toBe(0);
  });

  it('is not known when nothing readable is said', () => {
    expect(read({})).toBeUndefined();
    expect(read({ 'retry-after': 'soon' })).toBeUndefined();
    expect(read({ 'retry-after': '-3' })).toBeUndefined();
    expect(readRetryAfterMs(undefined)).toBeUndefined();
  });
});
