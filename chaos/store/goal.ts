import type { GoalInput } from '@manyhands/core';

const CHAPTERS = 8;
const NAMES = ['Ann', 'Bob', 'Carl', 'Dora'];

/** What every run is about: it is clarified, planned by a model, mapped over chapters, merged and judged. */
export const GOAL: GoalInput = {
  goal: 'Summarise every chapter, say who appears, and how often "whale" or "whales" occurs in total',
  input: Array.from({ length: CHAPTERS }, (_, index) => toChapter(index)).join('\n\n'),
};

function toChapter(index: number): string {
  const who = NAMES[index % NAMES.length]!;
  return `Chapter ${index + 1}\n\n${who} saw ${index} ships. The whale was far away. ${'Two whales swam by. '.repeat(index)}`;
}
