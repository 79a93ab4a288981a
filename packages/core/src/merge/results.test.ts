import { describe, expect, it } from 'vitest';
import { createStageContext } from '../testing/stage-context.ts';
import { leafResults, resultsOf } from './results.ts';

const read = (piece: number, suffix = '') => ({ id: `read#${piece}${suffix}`, planTaskId: 'read', piece });

describe('resultsOf', () => {
  it('gives results by piece, however they came in', () => {
    const context = createStageContext({ pieces: 12 });
    for (const piece of [10, 2, 0, 11, 1]) context.done(read(piece), piece);
    expect(resultsOf(context.log.state, 'read').map(({ output }) => output)).toEqual([0, 1, 2, 10, 11]);
  });

  it('counts a piece that was done again once, with its newest result', () => {
    const context = createStageContext({ pieces: 2 });
    context.done(read(0), 'old');
    context.done(read(1), 'other');
    context.startRound(2);
    context.done({ ...read(0, '~2'), replaces: 'read#0' }, 'newer');
    context.startRound(3);
    context.done({ ...read(0, '~3'), replaces: 'read#0' }, 'newest');
    expect(resultsOf(context.log.state, 'read')).toEqual([
      { taskId: 'read#0~3', piece: 0, title: 'read#0~3', output: 'newest' },
      { taskId: 'read#1', piece: 1, title: 'read#1', output: 'other' },
    ]);
  });

  it('keeps the result that is there when doing it again failed', () => {
    const context = createStageContext({ pieces: 1 });
    context.done(read(0), 'old');
    context.startRound(2);
    context.failed({ ...read(0, '~2'), replaces: 'read#0' });
    expect(resultsOf(context.log.state, 'read').map(({ output }) => output)).toEqual(['old']);
  });

  it('leaves out what is not done and what is no work', () => {
    const context = createStageContext({ pieces: 1 });
    context.failed(read(0));
    context.done({ id: 'plan:1', kind: 'plan', planTaskId: 'read' }, 'a plan');
    expect(resultsOf(context.log.state, 'read')).toEqual([]);
  });
});

describe('leafResults', () => {
  it('gives results of plan tasks that no other depends on, in the order of the plan', () => {
    const context = createStageContext({ pieces: 1 });
    context.plan({ id: 'read' });
    context.plan({ id: 'tell', kind: 'single', dependsOn: ['read'] });
    context.plan({ id: 'name', kind: 'single' });
    context.done({ id: 'name', planTaskId: 'name' }, 'a name');
    context.done(read(0), 'read');
    context.done({ id: 'tell', planTaskId: 'tell' }, 'told');
    expect(leafResults(context.log.state).map(({ output }) => output)).toEqual(['told', 'a name']);
  });
});
