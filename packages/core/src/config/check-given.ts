import { ConfigError } from '../errors/config-error.ts';

/** What may be given again when a run is resumed. */
interface Given {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly onClarify?: unknown;
  readonly onPlan?: unknown;
  readonly merge?: unknown;
}

interface Checkable {
  readonly id: string;
  readonly check?: unknown;
}

const NAMES = ['input', 'output', 'onClarify', 'onPlan', 'merge'] as const;

/** What of a goal its log cannot hold, by place. */
export function listGiven(goal: Given, criteria: readonly Checkable[]): string[] {
  const places: string[] = NAMES.filter((name) => goal[name] !== undefined);
  return [...places, ...criteria.flatMap(({ id, check }) => (check === undefined ? [] : [`criteria.${id}`]))];
}

/** How far a run has come. */
interface Progress {
  readonly goal: { readonly given?: readonly string[] | undefined };
  readonly isInputClosed: boolean;
  readonly questions: readonly unknown[];
  readonly answers: readonly unknown[];
  readonly rounds: readonly unknown[];
}

/** @throws ConfigError `MANYHANDS_RESUME_INCOMPLETE` for the first thing the run needs that is not given */
export function checkGiven(given: Given, criteria: readonly Checkable[], run: Progress): void {
  const here = new Set(listGiven(given, criteria));
  const missing = (run.goal.given ?? []).find((place) => isNeeded(place, run) && !here.has(place));
  if (missing === undefined) return;
  const message = `The run was started with ${describe(missing)}, which its log cannot hold: give it again to resume the run.`;
  throw new ConfigError(message, { code: 'MANYHANDS_RESUME_INCOMPLETE', path: `resume.${missing}` });
}

function isNeeded(place: string, { isInputClosed, questions, answers, rounds }: Progress): boolean {
  if (place === 'input') return !isInputClosed;
  if (place === 'onClarify') return answers.length < questions.length || rounds.length === 0;
  return true;
}

function describe(place: string): string {
  if (place === 'input') return 'an input that was not read to its end';
  return place.startsWith('criteria.')
    ? `a check of the criterion "${place.slice('criteria.'.length)}"`
    : `\`${place}\``;
}
