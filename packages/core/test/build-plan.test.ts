import { describe, expect, it } from 'vitest';
import { buildPlan, by } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';

const PLAN = buildPlan((add) => {
  const count = add.map('count', { prompt: 'Count.', fields: { words: 'number', names: 'string[]' } });
  const say = add.task('say', { prompt: 'Say it.', after: [count] });
  return { total: by.sum(count.fields.words), names: by.union(count.fields.names), said: by.concat(say) };
});

describe('a plan that the app builds', () => {
  it('runs as it was built', async () => {
    const { orchestrator } = orchestrate({
      answer: (call) =>
        call.request.output === undefined
          ? 'Said.'
          : JSON.stringify({ words: 2, names: [textOf(call).includes('\none') ? 'Ann' : 'Bo'] }),
    });
    const run = orchestrator.start({ goal: 'Count.', input: ['one', 'two'], plan: PLAN, judge: false });
    expect(await run.result).toMatchObject({
      status: 'done',
      output: { total: 4, names: ['Ann', 'Bo'], said: 'Said.' },
    });
    await orchestrator.close();
  });

  it('gives the results that no task waits for, when it says nothing else', async () => {
    const { orchestrator } = orchestrate();
    const plan = buildPlan((add) => {
      const first = add.task('first', { prompt: 'Begin.' });
      add.task('last', { prompt: 'End.', after: [first] });
    });
    expect(await orchestrator.start({ goal: 'Go.', plan, judge: false }).result).toMatchObject({ output: ['ok'] });
    await orchestrator.close();
  });
});
