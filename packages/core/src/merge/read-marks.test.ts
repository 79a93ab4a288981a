import { describe, expect, it } from 'vitest';
import { createStageContext } from '../testing/stage-context.ts';
import { readMarks } from './read-marks.ts';

function read(text: string) {
  const context = createStageContext({ pieces: 3 });
  context.plan({ id: 'read' });
  for (const piece of [0, 1, 2]) context.done({ id: `read#${piece}`, planTaskId: 'read', piece }, 'x');
  return readMarks('story', text, context.log.state);
}

describe('readMarks', () => {
  it('says of every statement which task and piece it comes from, and leaves a clean text', () => {
    const { text, citations } = read('Ahab sails [[read#0]]. He dies [[read#1]][[read#2]]. Nobody says why.');
    expect(text).toBe('Ahab sails. He dies. Nobody says why.');
    expect(citations).toEqual([
      { field: 'story', statement: 'Ahab sails.', taskId: 'read#0', piece: 0 },
      { field: 'story', statement: 'He dies.', taskId: 'read#1', piece: 1 },
      { field: 'story', statement: 'He dies.', taskId: 'read#2', piece: 2 },
    ]);
  });

  it('reads marks that stand behind the full stop, or share brackets', () => {
    const { text, citations } = read('Ahab sails. [[read#0, read#2]] He dies.[[read#1]]');
    expect(text).toBe('Ahab sails. He dies.');
    expect(citations.map(({ statement, taskId }) => [statement, taskId])).toEqual([
      ['Ahab sails.', 'read#0'],
      ['Ahab sails.', 'read#2'],
      ['He dies.', 'read#1'],
    ]);
  });

  it('names what is disputed, and by whom', () => {
    const { text, conflicts } = read('He has one leg {{conflict: one leg [[read#0]]; two legs [[read#1]]}}. So it is.');
    expect(text).toBe('He has one leg. So it is.');
    expect(conflicts).toEqual([
      { field: 'story', reason: 'one leg read#0; two legs read#1', taskIds: ['read#0', 'read#1'] },
    ]);
  });

  it('takes no source for granted that the run does not have', () => {
    const { text, citations } = read('Ahab sails [[ghost]] [[constructor]].');
    expect(text).toBe('Ahab sails [[ghost]] [[constructor]].');
    expect(citations).toEqual([]);
  });

  it('leaves a text without marks as it is', () => {
    const plain = 'An array a[[0]] = {{b}}?\n\n- one\n- two';
    expect(read(plain).text).toBe(plain);
  });
});
