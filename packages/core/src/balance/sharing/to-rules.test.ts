import { describe, expect, it } from 'vitest';
import type { LimitShape } from '../limits/limit-shape.ts';
import { toRules } from './to-rules.ts';

function sliding(name: Exclude<LimitShape['name'], 'maxConcurrent'>, limit: number, ms: number): LimitShape {
  return { name, limit, span: { type: 'sliding', ms } };
}

describe('the rules of a group', () => {
  it('are its limits', () => {
    const day: LimitShape = {
      name: 'requestsPerDay',
      limit: 9,
      span: { type: 'day', timeZone: 'America/Los_Angeles', guardMs: 250 },
    };
    const shapes = [sliding('tokensPerMinute', 1_000, 60_250), day, { name: 'maxConcurrent', limit: 3 } as const];
    expect(toRules(shapes)).toEqual([
      { counts: 'requests', per: 'day', limit: 9, span: day.span },
      { counts: 'tokens', per: 'minute', limit: 1_000, span: { type: 'sliding', ms: 60_250 } },
      { counts: 'calls', limit: 3 },
    ]);
  });

  it('that differ in their spans have each a place of its own, and never one that lets more through', () => {
    const rules = toRules([
      sliding('requestsPerMinute', 5, 6_250),
      sliding('tokensPerMinute', 1_000, 60_250),
      sliding('inputTokensPerMinute', 10, 600),
      sliding('outputTokensPerMinute', 2, 300),
    ]);
    expect(rules).toMatchObject([
      { counts: 'tokens', per: 'minute', span: { ms: 60_250 } },
      { counts: 'requests', per: 'second', limit: 5, span: { ms: 6_250 } },
      { counts: 'inputTokens', per: 'day', limit: 10, span: { ms: 600 } },
      // No place is left: a longer span lets less through.
      { counts: 'outputTokens', per: 'minute', limit: 2, span: { ms: 60_250 } },
    ]);
  });
});
