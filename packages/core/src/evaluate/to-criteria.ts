import type { Json } from '../domain/json.ts';
import type { Criterion, Gap } from '../domain/verdict.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { RunState } from '../run/run-state.ts';

/** What a check in code may look at. */
export interface CheckFacts {
  readonly output: Json;
  /** Read only. */
  readonly state: Readonly<RunState>;
  readonly signal: AbortSignal;
}

export interface CheckResult {
  readonly isMet: boolean;
  readonly reason?: string;
  /** What to do again, by task or piece. */
  readonly missing?: readonly Partial<Gap>[];
}

/** `true` is met; `false` is not; a text is not met, and why. */
export type CheckAnswer = boolean | string | CheckResult;

export type Check = (facts: CheckFacts) => CheckAnswer | Promise<CheckAnswer>;

/** What the result must meet: in words for the planner to judge, or with a `check` in code. `id` by default: `c1`, `c2`, … */
export type CriterionInput = string | { readonly id?: string; readonly text: string; readonly check?: Check };

export interface CheckedCriterion extends Criterion {
  readonly check?: Check;
}

/** Of a goal that comes without criteria. */
export const GOAL_IS_MET: Criterion = {
  id: 'goal',
  text: 'The output is what the goal asks for, and nothing that it asks for is missing.',
};

/** Criteria that every run has. */
const BUILT_IN: readonly string[] = ['coverage', 'schema', 'audit'];

/**
 * @throws ConfigError `MANYHANDS_BAD_OPTION` for a criterion without a text, `MANYHANDS_DUPLICATE_CRITERION` for two of one id
 */
export function toCriteria(inputs: readonly CriterionInput[]): readonly CheckedCriterion[] {
  if (!Array.isArray(inputs)) throw badOption('Give a list of criteria.', 'goal.criteria');
  const ids = new Set(BUILT_IN);
  return inputs.map((input: CriterionInput, index) => {
    const criterion = toCriterion(input, index);
    if (ids.has(criterion.id)) throw duplicate(criterion.id, index);
    ids.add(criterion.id);
    return criterion;
  });
}

/** Whether every run has a criterion of this id. */
export function isBuiltIn(id: string): boolean {
  return BUILT_IN.includes(id);
}

function toCriterion(input: unknown, index: number): CheckedCriterion {
  const path = `goal.criteria[${index}]`;
  const given = typeof input === 'string' ? { text: input } : input;
  if (given === null || typeof given !== 'object') throw badOption('Give a text, or { text, check }.', path);
  const { id = `c${index + 1}`, text, check } = given as { id?: unknown; text?: unknown; check?: unknown };
  const textPath = typeof input === 'string' ? path : `${path}.text`;
  if (!isFilled(text)) throw badOption('Say in words what the result must meet.', textPath);
  if (!isFilled(id)) throw badOption('Give a text that is not empty, or leave it out.', `${path}.id`);
  if (check !== undefined && typeof check !== 'function') throw badOption('Give a function.', `${path}.check`);
  return { id: id.trim(), text: text.trim(), ...(check !== undefined && { check: check as Check }) };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function badOption(message: string, path: string): ConfigError {
  return new ConfigError(message, { code: 'MANYHANDS_BAD_OPTION', path });
}

function duplicate(id: string, index: number): ConfigError {
  const message = BUILT_IN.includes(id)
    ? `The id "${id}" is that of a criterion every run has; take another.`
    : `Another criterion has the id "${id}"; every id may stand once.`;
  return new ConfigError(message, { code: 'MANYHANDS_DUPLICATE_CRITERION', path: `goal.criteria[${index}].id` });
}
