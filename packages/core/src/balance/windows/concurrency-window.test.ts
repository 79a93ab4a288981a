import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { ConcurrencyWindow } from './concurrency-window.ts';
import { createSlice, type Slice } from './window.ts';

describe('a limit on calls at once', () => {
  it('is kept whatever starts and ends, and lets calls start while there is room', () => {
    const step = fc.oneof(fc.constant('start' as const), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), fc.integer({ min: 1, max: 8 }), (steps, limit) => {
        const window = new ConcurrencyWindow(limit);
        const open: Slice[] = [];
        for (const each of steps) {
          expect(window.earliest(1, 0) === 0).toBe(open.length < limit);
          if (each === 'start' && open.length < limit) {
            const slice = createSlice(1);
            window.take(slice);
            open.push(slice);
          } else if (each !== 'start' && open.length > 0) {
            window.end(open.splice(each % open.length, 1)[0]!);
          }
          expect(window.used()).toBe(open.length);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('knows of no moment when there will be room: only the end of a call brings it', () => {
    const window = new ConcurrencyWindow(1);
    const slice = createSlice(1);
    window.take(slice);
    expect(window.earliest(1, 0)).toBe(Number.POSITIVE_INFINITY);
    window.end(slice);
    expect(window.earliest(1, 5)).toBe(5);
  });
});
