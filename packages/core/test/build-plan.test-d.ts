import { it } from 'vitest';
import { buildPlan, by } from '../src/index.ts';

it('a plan that does not fit together does not compile', () => {
  buildPlan((add) => {
    const count = add.map('count', { prompt: 'Count.', fields: { words: 'number', names: 'string[]' } });
    // @ts-expect-error there is no such field
    by.sum(count.fields.letters);
    // @ts-expect-error a list has no sum
    by.sum(count.fields.names);
    // @ts-expect-error a number is no list
    by.union(count.fields.words);
    // @ts-expect-error objects are no text
    by.concat(count);
    // @ts-expect-error a task waits for tasks, not for names
    add.task('say', { prompt: 'Say it.', after: ['count'] });
    // @ts-expect-error there is no such type
    add.task('odd', { prompt: 'Say it.', fields: { odd: 'date' } });
    return { total: by.sum(count.fields.words) };
  });
});
