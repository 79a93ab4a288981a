import { describe, expect, it } from 'vitest';
import { startDemo } from './start-demo.ts';

const TIMEOUT_MS = 120_000;

describe('npm run demo', () => {
  it(
    'covers all 139 pieces, counts 1,495 and is refused by no vendor, with every account busy',
    async () => {
      const demo = await startDemo();
      expect(await demo.ended).toEqual({ code: 0, complaint: '' });

      const result = await demo.readResult();
      expect(result).toMatchObject({ status: 'done', pieces: 139, piecesOfInput: 139, total: 1495, rounds: 1 });
      expect(result.verdict).toMatchObject({ isComplete: true, missing: [] });
      const vendors = Object.values(result.vendors);
      expect(Object.keys(result.vendors).toSorted()).toEqual(['anthropic', 'deepseek', 'gemini', 'openai', 'qwen']);
      expect(vendors.map(({ refused }) => refused)).toEqual([0, 0, 0, 0, 0]);
      const accounts = vendors.flatMap((vendor) => Object.values(vendor.accounts));
      expect(Math.min(...accounts.map(({ accepted }) => accepted))).toBeGreaterThan(0);
      expect(Math.min(...vendors.map((vendor) => Object.keys(vendor.accounts).length))).toBeGreaterThan(1);
    },
    TIMEOUT_MS,
  );

  it(
    'stopped by Ctrl-C, once or as npm passes it on, ends by itself and leaves what there is',
    async () => {
      const demo = await startDemo();
      await demo.hasPrinted(/\] \d{2,}\/141 tasks done/);
      demo.interrupt();
      demo.interrupt();
      expect(await demo.ended).toEqual({ code: 130, complaint: '' });

      const { status, pieces, verdict } = await demo.readResult();
      expect(status).toBe('cancelled');
      expect(pieces).toBeGreaterThan(0);
      expect(pieces).toBeLessThan(139);
      // Stopped before the end of the plan, more than pieces may be missing.
      expect(verdict.missing.filter(({ piece }) => piece !== null)).toHaveLength(139 - pieces);
      expect(await demo.read('brief.md')).toContain('Not complete');
      expect(await demo.read('report.html')).toContain('</html>');
    },
    TIMEOUT_MS,
  );
});
