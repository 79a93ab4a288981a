import { describe, expect, it } from 'vitest';
import type { Json } from '../../domain/json.ts';
import { createRunState } from '../../run/run-state.ts';
import type { Check } from '../to-criteria.ts';
import { checks } from './rules.ts';

const OUTPUT = {
  dates: ['2026-01-31', '2026-02-01'],
  people: [{ name: 'Ahab' }, { name: 'Pip' }],
  brief: 'A whale swims.',
};

function ask(check: Check, output: Json = OUTPUT) {
  return check({ output, state: createRunState('run'), signal: new AbortController().signal });
}

describe('checks', () => {
  it.each<[string, Check]>([
    ['matches of every item', checks.matches(/^\d{4}-\d\d-\d\d$/, 'dates')],
    ['matches of a pattern that remembers', checks.matches(/\d/g, 'dates')],
    ['matches through a list', checks.matches(/^[A-Z]/, 'people.name')],
    ['lacks', checks.lacks(/TODO/)],
    ['items', checks.items({ min: 2, max: 2 }, 'people')],
    ['no items where none are asked for', checks.items({ max: 0 }, 'ghosts')],
    ['words', checks.words({ min: 3, max: 3 }, 'brief')],
  ])('%s hold', (_, check) => {
    expect(ask(check)).toBe(true);
  });

  it.each<[Check, string]>([
    [checks.matches(/^2026-01/, 'dates'), '"2026-02-01"'],
    [checks.matches(/./, 'toString'), 'nothing at "toString"'],
    [checks.lacks(/Pip/, 'people.name'), '"Pip"'],
    [checks.items({ min: 3 }, 'people'), '2 values; at least 3'],
    [checks.items({ max: 1 }, 'people'), '2 values; at most 1'],
    [checks.words({ max: 2 }, 'brief'), '3 words; at most 2'],
  ])('say what is wrong: %#', (check, reason) => {
    expect(ask(check)).toContain(reason);
  });

  it('name only some of what is wrong', () => {
    const said = ask(
      checks.matches(/x/),
      Array.from({ length: 9 }, (_, index) => `${index}`),
    ) as string;
    expect(said).toContain('and 4 more');
  });
});
