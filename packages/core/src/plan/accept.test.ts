import { describe, expect, it } from 'vitest';
import type { Json } from '../domain/json.ts';
import type { Acceptance } from '../domain/plan.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { accept } from './accept.ts';
import { acceptanceProblems } from './check/acceptance-problems.ts';

const rule = (name: Acceptance['rule'], facts: Partial<Acceptance> = {}): Acceptance => ({
  field: null,
  rule: name,
  bound: null,
  values: [],
  ...facts,
});
const piece = { index: 0, content: 'Call me  Ishmael. Zoë was\nthere.' };
const held =
  (output: Json, ...rules: Acceptance[]) =>
  () =>
    accept(output, rules, piece);

describe('an acceptance check', () => {
  it.each<[string, Acceptance, Json, Json]>([
    ['minLength', rule('minLength', { bound: 2 }), 'two words', 'one'],
    ['maxLength', rule('maxLength', { bound: 2 }), 'two words', 'now there are four'],
    ['maxLength of a script without spaces', rule('maxLength', { bound: 3 }), '白鲸', '白鲸是一部小说，讲述船长的故事'],
    ['minItems', rule('minItems', { field: 'a', bound: 1 }), { a: ['x'] }, { a: [] }],
    ['maxItems', rule('maxItems', { field: 'a', bound: 1 }), { a: ['x'] }, { a: ['x', 'y'] }],
    ['min', rule('min', { field: 'n', bound: 0 }), { n: 0 }, { n: -1 }],
    ['max', rule('max', { field: 'n', bound: 9 }), { n: [1, 9] }, { n: [1, 10] }],
    ['oneOf', rule('oneOf', { field: 'a', values: ['yes', 'no'] }), { a: 'yes' }, { a: 'perhaps' }],
    ['mentions', rule('mentions', { values: ['Ahab'] }), 'Here is AHAB.', 'Here is nobody.'],
    ['inPiece', rule('inPiece', { field: 'a' }), { a: ['call me Ishmael', 'Zoe\u0308'] }, { a: ['Ahab'] }],
  ])('%s lets through what keeps it and names what does not', (_, check, good, bad) => {
    expect(held(good, check)).not.toThrow();
    expect(held(bad, check)).toThrow(/The answer|"[an]"/);
  });

  it('says all that is wrong at once, and of many the first', () => {
    const many = { a: ['p', 'q', 'r', 's', 't', 'u', 'v'].map((letter) => `${letter}!`), n: -1 };
    expect(held(many, rule('inPiece', { field: 'a' }), rule('min', { field: 'n', bound: 0 }))).toThrow(
      /"t!" and 2 more\.\n"n" is below 0/,
    );
  });
});

describe('acceptance checks of a plan', () => {
  const field = { name: 'n', type: 'number', description: '' } as const;
  it.each<[string, Acceptance, string]>([
    ['of a field that is not there', rule('min', { field: 'x', bound: 1 }), 'does not have'],
    ['of another type', rule('minItems', { field: 'n', bound: 1 }), 'used for number'],
    ['without a bound', rule('min', { field: 'n' }), 'needs a bound'],
    ['without values', rule('mentions'), 'needs values'],
  ])('%s are refused', (_, check, reason) => {
    expect([...acceptanceProblems(aPlanTask('a', { fields: [field], accept: [check] }))].join()).toContain(reason);
  });

  it('of a piece are only for map tasks', () => {
    expect([...acceptanceProblems(aPlanTask('a', { accept: [rule('inPiece')] }))].join()).toContain('map tasks');
    expect([...acceptanceProblems(aPlanTask('a', { kind: 'map', accept: [rule('inPiece')] }))]).toEqual([]);
  });
});
