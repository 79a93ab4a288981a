import type { Field, MergeField, PlanInput } from './domain/plan.ts';

type FieldType = Field['type'];
type Fields = Readonly<Record<string, FieldType>>;
type NoFields = Readonly<Record<string, never>>;
type TaskInput = PlanInput['tasks'][number];

/** One field of the answers of a task. */
export interface FieldRef<Type extends FieldType = FieldType> {
  readonly from: string;
  readonly type: Type;
}

/** A task of the plan, for those that wait for it and for the merge. */
export interface TaskRef<Own extends Fields = Fields> {
  readonly id: string;
  /** Its whole answer. */
  readonly from: string;
  readonly form: Own extends NoFields ? 'text' : 'object';
  readonly fields: { readonly [Name in keyof Own]: FieldRef<Own[Name]> };
}

type WithoutFields = Omit<TaskInput, 'id' | 'title' | 'kind' | 'dependsOn' | 'fields'>;

export interface TaskSpec<Own extends Fields = Fields> extends WithoutFields {
  /** Default: the id. */
  readonly title?: string;
  /** Tasks whose results it needs. */
  readonly after?: readonly Pick<TaskRef, 'id'>[];
  /** What a structured answer is made of, by name. Default: plain text. */
  readonly fields?: Own;
}

/** How one field of the output is made. */
export type MergeStep = Omit<MergeField, 'name'>;

export interface PlanBuilder {
  /** One call. */
  task<const Own extends Fields = NoFields>(id: string, spec: TaskSpec<Own>): TaskRef<Own>;
  /** One call for each piece of the input. */
  map<const Own extends Fields = NoFields>(id: string, spec: TaskSpec<Own>): TaskRef<Own>;
}

/**
 * A plan of the app's own, checked by types: tasks wait only for tasks that stand before them, and fields are merged only as
 * their type allows. Give it as `goal.plan`.
 *
 * @param build adds the tasks, and says how each field of the output is made; or nothing: then the output is the list of the
 *   results that no task waits for
 * @example
 * const plan = buildPlan((add) => {
 *   const read = add.map('read', { prompt: 'Count the whales.', fields: { whales: 'number' } });
 *   const brief = add.task('brief', { prompt: 'Say what it is about.', after: [read] });
 *   return { total: by.sum(read.fields.whales), brief: by.concat(brief) };
 * });
 */
export function buildPlan(build: (add: PlanBuilder) => Readonly<Record<string, MergeStep>> | void): PlanInput {
  const tasks: TaskInput[] = [];

  function add<Own extends Fields>(kind: TaskInput['kind'], id: string, spec: TaskSpec<Own>): TaskRef<Own> {
    const { after = [], fields, title = id, ...rest } = spec;
    const own = Object.entries<FieldType>(fields ?? {});
    tasks.push({
      ...rest,
      id,
      title,
      kind,
      dependsOn: after.map((task) => task.id),
      fields: own.map(([name, type]) => ({ name, type, description: '' })),
    });
    const refs = Object.fromEntries(own.map(([name, type]) => [name, { from: `${id}.${name}`, type }]));
    const form = own.length === 0 ? 'text' : 'object';
    // Made from the same entries.
    return { id, from: id, form, fields: refs } as unknown as TaskRef<Own>;
  }

  const output = build({
    task: (id, spec) => add('single', id, spec),
    map: (id, spec) => add('map', id, spec),
  });
  if (output === undefined) return { tasks, merge: { strategy: 'json', instruction: null, fields: [] } };
  const fields = Object.entries(output).map(([name, { from, by, instruction }]) => ({ name, from, by, instruction }));
  return { tasks, merge: { strategy: 'fields', instruction: null, fields } };
}

type Whole = Pick<TaskRef, 'from'>;
interface TextRef {
  readonly from: string;
  readonly form: 'text';
}
type Numbers = FieldRef<'number'>;
type Texts = FieldRef<'string'> | TextRef;
type Lists = FieldRef<'string[]'> | FieldRef<'number[]'>;
type Step<Ref> = (ref: Ref) => MergeStep;

function step(name: MergeField['by']): Step<Whole> {
  return ({ from }) => ({ from, by: name, instruction: null });
}

interface Steps {
  readonly sum: Step<Numbers>;
  readonly min: Step<Numbers>;
  readonly max: Step<Numbers>;
  readonly count: Step<Whole>;
  readonly union: Step<Lists>;
  readonly index: Step<Lists>;
  readonly list: Step<Whole>;
  readonly concat: Step<Texts>;
  readonly vote: Step<Whole>;
  /** By a model, in a tree, following the instruction. */
  readonly reduce: (ref: Whole, instruction: string) => MergeStep;
}

/** How a field of the output is made of results; see the merge of a plan. */
export const by: Steps = {
  sum: step('sum'),
  min: step('min'),
  max: step('max'),
  count: step('count'),
  union: step('union'),
  index: step('index'),
  list: step('list'),
  concat: step('concat'),
  vote: step('vote'),
  reduce: ({ from }, instruction) => ({ from, by: 'reduce', instruction }),
};
