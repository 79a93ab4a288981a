import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeProgress, encodeProgress, isDone, type Progress } from './progress.ts';

const progress = fc
  .record({ next: fc.nat(1_000_000), opens: fc.uniqueArray(fc.nat(3_000), { maxLength: 2_000 }), more: fc.nat(100) })
  .map(({ next, opens, more }): Progress => {
    const open = [next, ...opens.map((step) => next + step)].toSorted((a, b) => a - b);
    return { next, open: [...new Set(open)], end: open.at(-1)! + 1 + more };
  });

it('never takes for done what is open, also when it does not fit beside a commit', () => {
  fc.assert(
    fc.property(progress, (known) => {
      const text = encodeProgress(known);
      expect(text.length).toBeLessThanOrEqual(4_096);
      const read = decodeProgress(known.next, text);
      for (const offset of known.open) expect(isDone(read, offset)).toBe(false);
      expect(isDone(read, known.end)).toBe(false);
    }),
  );
});

it('remembers all that is done when it fits', () => {
  fc.assert(
    fc.property(
      progress.filter(({ open }) => open.length < 500),
      (known) => {
        const read = decodeProgress(known.next, encodeProgress(known));
        for (let offset = known.next - 1; offset < known.end; offset += 1) {
          expect(isDone(read, offset)).toBe(isDone(known, offset));
        }
      },
    ),
  );
});

it('takes the metadata of others for none', () => {
  expect(decodeProgress(5, 'something else')).toEqual({ next: 5, end: 5, open: [] });
  expect(decodeProgress(5, null)).toEqual({ next: 5, end: 5, open: [] });
});
