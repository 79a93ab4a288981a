import type { Field, MergeField, MergePlan, PlanTask } from '../../domain/plan.ts';

type Source = Field['type'] | 'object';

const ANY: readonly Source[] = ['string', 'number', 'boolean', 'string[]', 'number[]', 'object'];

/** What each way of merging can be given. */
const FITTING: Readonly<Record<MergeField['by'], readonly Source[]>> = {
  sum: ['number'],
  min: ['number'],
  max: ['number'],
  count: ANY,
  union: ['string[]', 'number[]'],
  index: ['string[]', 'number[]'],
  list: ANY,
  concat: ['string'],
  vote: ANY,
  reduce: ANY,
};

/** What is wrong with the way results become the output, in words for the model that wrote it. */
export function* mergeProblems(
  { strategy, fields }: MergePlan,
  planned: ReadonlyMap<string, PlanTask>,
): Generator<string, void, undefined> {
  if (strategy !== 'fields') return;
  if (fields.length === 0) yield 'Merge: the strategy "fields" needs at least one field.';
  const names = new Set<string>();
  for (const field of fields) {
    if (names.has(field.name)) yield `Merge: the field "${field.name}" stands more than once.`;
    names.add(field.name);
    yield* sourceProblems(field, planned);
  }
}

function* sourceProblems({ name, from, by }: MergeField, planned: ReadonlyMap<string, PlanTask>): Generator<string> {
  const [taskId, fieldName] = splitOnce(from);
  const task = planned.get(taskId);
  if (task === undefined) {
    yield `Merge: the field "${name}" comes from "${from}", but there is no task "${taskId}".`;
    return;
  }
  const source = sourceOf(task, fieldName);
  if (source === undefined) {
    const known = task.fields.map((field) => `${taskId}.${field.name}`).join(', ');
    yield `Merge: the field "${name}" comes from "${from}", but task "${taskId}" has no such field. It has ${known || 'none: its answer is plain text'}.`;
  } else if (!FITTING[by].includes(source)) {
    yield `Merge: the field "${name}" cannot be made by "${by}" of "${from}", which is of type ${source}; "${by}" needs ${FITTING[by].join(' or ')}.`;
  }
}

function splitOnce(from: string): readonly [string, string?] {
  const dot = from.indexOf('.');
  return dot < 0 ? [from] : [from.slice(0, dot), from.slice(dot + 1)];
}

function sourceOf({ fields }: PlanTask, fieldName: string | undefined): Source | undefined {
  if (fieldName === undefined) return fields.length === 0 ? 'string' : 'object';
  return fields.find(({ name }) => name === fieldName)?.type;
}
