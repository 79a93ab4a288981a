import { describe, expect, it } from 'vitest';
import { toCriteria, type CriterionInput } from './to-criteria.ts';

describe('toCriteria', () => {
  it('numbers criteria that have no id, and keeps checks', () => {
    const check = () => true;
    expect(toCriteria(['It is short.', { text: ' It rhymes. ', check }, { id: 'own', text: 'It is true.' }])).toEqual([
      { id: 'c1', text: 'It is short.' },
      { id: 'c2', text: 'It rhymes.', check },
      { id: 'own', text: 'It is true.' },
    ]);
  });

  it.each<[string, readonly CriterionInput[]]>([
    [
      'goal.criteria[1].id',
      [
        { id: 'a', text: 'x' },
        { id: 'a', text: 'y' },
      ],
    ],
    ['goal.criteria[1].id', [{ id: 'c2', text: 'x' }, 'y']],
    ['goal.criteria[0].id', [{ id: 'coverage', text: 'x' }]],
  ])('refuses two criteria of one id at %s', (path, inputs) => {
    expect(() => toCriteria(inputs)).toThrow(expect.objectContaining({ code: 'MANYHANDS_DUPLICATE_CRITERION', path }));
  });

  it.each<[string, unknown]>([
    ['goal.criteria', 'It is short.'],
    ['goal.criteria[0]', [' ']],
    ['goal.criteria[0]', [7]],
    ['goal.criteria[1].text', ['x', { text: '' }]],
    ['goal.criteria[0].text', [{ check: () => true }]],
    ['goal.criteria[0].check', [{ text: 'x', check: 'yes' }]],
    ['goal.criteria[0].id', [{ id: '', text: 'x' }]],
  ])('refuses what says nothing at %s', (path, inputs) => {
    expect(() => toCriteria(inputs as CriterionInput[])).toThrow(
      expect.objectContaining({ code: 'MANYHANDS_BAD_OPTION', path }),
    );
  });
});
