import type { Answer, Question } from '../../domain/plan.ts';
import type { Criterion } from '../../domain/verdict.ts';
import type { InputSummary } from '../../ports/planner.ts';
import { joinSections, section } from './section.ts';

/** Sections that several prompts quote, each in one form. */

export function goalSection(goal: string): string {
  return section('goal', {}, goal);
}

export function criteriaSection(criteria: readonly Criterion[]): string | undefined {
  if (criteria.length === 0) return undefined;
  return section('criteria', {}, criteria.map(({ id, text }) => section('criterion', { id }, text)).join('\n'));
}

export function answersSection(answers: readonly Answer[], open: readonly Question[] = []): string | undefined {
  if (answers.length + open.length === 0) return undefined;
  const lines = [
    ...answers.map(({ id, question, answer, isAssumed }) => {
      return `- [${id}] ${question} ${answer}${isAssumed ? ' (assumed)' : ''}`;
    }),
    ...open.map(({ id, question, assumption }) => `- [${id}] ${question} (not answered yet; perhaps: ${assumption})`),
  ];
  return section('answers', {}, lines.join('\n'));
}

export function inputSection({ pieces, tokens, samples }: InputSummary): string {
  return section('input', { pieces, tokens }, joinSections(samples.map((sample) => section('sample', {}, sample))));
}
