import type { Acceptance, Field, PlanTask } from '../../domain/plan.ts';

type Source = Field['type'] | 'object';

/** What each rule can be held against, and whether it needs a bound or values. */
const RULES: Readonly<Record<Acceptance['rule'], { fits: readonly Source[]; needs: 'bound' | 'values' | 'piece' }>> = {
  minLength: { fits: ['string'], needs: 'bound' },
  maxLength: { fits: ['string'], needs: 'bound' },
  minItems: { fits: ['string[]', 'number[]'], needs: 'bound' },
  maxItems: { fits: ['string[]', 'number[]'], needs: 'bound' },
  min: { fits: ['number', 'number[]'], needs: 'bound' },
  max: { fits: ['number', 'number[]'], needs: 'bound' },
  oneOf: { fits: ['string', 'string[]'], needs: 'values' },
  mentions: { fits: ['string', 'string[]', 'object'], needs: 'values' },
  inPiece: { fits: ['string', 'string[]'], needs: 'piece' },
};

/** What is wrong with the rules that an answer is held to, in words for the model that wrote them. */
export function* acceptanceProblems(task: PlanTask): Generator<string, void, undefined> {
  for (const rule of task.accept) yield* problemsOf(rule, task);
}

function* problemsOf({ field, rule, bound, values }: Acceptance, task: PlanTask): Generator<string> {
  const { fits, needs } = RULES[rule];
  const source = sourceOf(task, field);
  const where = `Task "${task.id}": the rule "${rule}"`;
  if (source === undefined) yield `${where} is for the field "${field}", which the answer does not have.`;
  else if (!fits.includes(source)) yield `${where} needs ${fits.join(' or ')}, and is used for ${source}.`;
  if (needs === 'bound' && bound === null) yield `${where} needs a bound.`;
  if (needs === 'values' && values.length === 0) yield `${where} needs values.`;
  if (needs === 'piece' && task.kind !== 'map') yield `${where} is for map tasks: others have no piece.`;
}

function sourceOf({ fields }: PlanTask, field: string | null): Source | undefined {
  if (field === null) return fields.length === 0 ? 'string' : 'object';
  return fields.find(({ name }) => name === field)?.type;
}
