import { describe, expect, it } from 'vitest';
import { createInputCorrection } from './input-correction.ts';

function learned(ratios: readonly number[]) {
  const correction = createInputCorrection();
  for (const ratio of ratios) correction.learn(1_000, 1_000 * ratio);
  return correction.expect(1_000);
}

describe('the correction of estimated prompts', () => {
  it('adds nothing once estimates have shown to be exact', () => {
    expect(learned(Array.from({ length: 8 }, () => 1))).toBe(1_000);
    expect(learned(Array.from({ length: 8 }, () => 1.3))).toBe(1_300);
  });

  it('keeps a margin while few answers are known', () => {
    expect(createInputCorrection().expect(1_000)).toBe(1_150);
    expect(learned([1])).toBe(1_050);
    expect(learned([1, 1, 1, 1, 1, 1, 1])).toBe(1_050);
  });

  it('goes up at once and down slowly, with more room the more prompts differ', () => {
    const even = Array.from({ length: 40 }, () => 1);
    expect(learned([...even, 1.25])).toBeGreaterThan(1_250);
    expect(learned([...even, 1.25, 1, 1, 1])).toBeGreaterThan(1_200);
    expect(learned([...even, 1.25, ...even, ...even, ...even])).toBeLessThan(1_150);
  });

  it('stays within half and four times the estimate, and learns nothing from nothing', () => {
    expect(learned(Array.from({ length: 20 }, () => 100))).toBe(4_000);
    expect(learned(Array.from({ length: 200 }, () => 0.01))).toBe(500);
    expect(learned([0])).toBe(1_150);
  });
});
