import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../domain/usage.ts';
import { failure, MINUTE_MS, setUp } from '../testing/set-up-balancer.ts';

describe('the balancer', () => {
  it('is never over a limit in any window, and leaves nobody waiting, whatever comes', async () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('ask' as const), tokens: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ type: fc.constant('end' as const), how: fc.constantFrom('settle', 'cancel', 'server') }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.nat(30_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const limits = { requestsPerMinute: 5, tokensPerMinute: 1_000, maxConcurrent: 3 };
        const { clock, granted, ask, balancer } = setUp({ limits }, { limits });
        const starts: { id: string; at: number }[] = [];
        let next = 0;
        let asked = 0;
        const end = (how: string) => {
          const permit = granted[next];
          if (permit === undefined) return;
          next += 1;
          if (how === 'settle') permit.settle({ ...NO_USAGE, inputTokens: 10, outputTokens: 10 }, []);
          else if (how === 'cancel') permit.cancel();
          else permit.fail(failure('server'));
        };
        const watch = async (ms: number) => {
          await clock.advance(ms);
          for (const permit of granted.slice(starts.length)) {
            await permit.start();
            starts.push({ id: permit.account.id, at: clock.now() });
          }
          for (const { limits: seen, inFlight } of balancer.status().accounts) {
            for (const { used, limit } of seen) expect(used).toBeLessThanOrEqual(limit);
            expect(inFlight).toBeLessThanOrEqual(3);
          }
        };
        for (const each of steps) {
          if (each.type === 'ask') {
            asked += 1;
            ask({ estimate: { inputTokens: each.tokens, maxOutputTokens: 10 } });
          } else if (each.type === 'end') end(each.how);
          await watch(each.type === 'wait' ? each.ms : 0);
        }
        for (let round = 0; granted.length < asked && round < 300; round += 1) {
          while (next < granted.length) end('settle');
          await watch(30_000);
        }
        expect(granted).toHaveLength(asked);
        for (const { id, at } of starts) {
          const inWindow = starts.filter((other) => other.id === id && other.at >= at && other.at < at + MINUTE_MS);
          expect(inWindow.length).toBeLessThanOrEqual(5);
        }
      }),
      { numRuns: 60 },
    );
  });
});
