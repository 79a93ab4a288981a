import type { FunctionOffer } from '../../domain/app-function.ts';
import type { Field, PlanTask } from '../../domain/plan.ts';
import { splitOnce } from '../to-arguments.ts';

/** What is wrong with a task that a function of the app does, in words for the model that wrote it. */
export function* functionProblems(
  task: PlanTask,
  functions: ReadonlyMap<string, FunctionOffer>,
): Generator<string, void, undefined> {
  const { call } = task;
  if (call === null) return;
  const where = `Task "${task.id}"`;
  const offer = functions.get(call.name);
  if (offer === undefined) {
    yield `${where}: there is no function "${call.name}". Known are ${[...functions.keys()].join(', ') || 'none'}.`;
    return;
  }
  if (task.certainty !== null) yield `${where}: a function is done once; leave "certainty" null.`;
  yield* argumentProblems(where, task, call.arguments, offer);
  for (const field of task.fields) yield* fieldProblems(where, field, offer);
}

function* argumentProblems(
  where: string,
  task: PlanTask,
  given: NonNullable<PlanTask['call']>['arguments'],
  { name, inputSchema }: FunctionOffer,
): Generator<string> {
  const names = new Set(given.map((argument) => argument.name));
  const required = (inputSchema['required'] ?? []) as readonly string[];
  for (const lost of required.filter((each) => !names.has(each))) {
    yield `${where}: the function "${name}" needs the argument "${lost}".`;
  }
  const known = Object.keys(propertiesOf(inputSchema));
  for (const { name: argument, from, value } of given) {
    if (!known.includes(argument)) {
      yield `${where}: the function "${name}" has no argument "${argument}"; it has ${known.join(', ') || 'none'}.`;
    }
    if ((from === null) === (value === null)) {
      yield `${where}: the argument "${argument}" needs either "from" or "value", and the other null.`;
    } else if (value !== null && !isJson(value)) {
      yield `${where}: the value of "${argument}" is not JSON; a text stands in double quotes.`;
    } else if (from !== null) yield* sourceProblems(where, argument, from, task);
  }
}

function* sourceProblems(where: string, argument: string, from: string, task: PlanTask): Generator<string> {
  const [source, field = ''] = splitOnce(from);
  if (source === 'piece') {
    if (task.kind !== 'map') yield `${where}: "${argument}" comes from the piece, which only map tasks have.`;
  } else if (source === 'answer') {
    if (!task.uses.includes(field))
      yield `${where}: "${argument}" comes from the answer "${field}"; name it in "uses".`;
  } else if (!task.dependsOn.includes(source)) {
    yield `${where}: "${argument}" comes from "${source}"; name that task in "dependsOn".`;
  }
}

/** JSON Schema's word for the type of a field. */
const TYPES: Readonly<Record<Field['type'], readonly string[]>> = {
  string: ['string'],
  number: ['number', 'integer'],
  boolean: ['boolean'],
  'string[]': ['array'],
  'number[]': ['array'],
};

function* fieldProblems(where: string, field: Field, { name, outputSchema }: FunctionOffer): Generator<string> {
  const properties = propertiesOf(outputSchema);
  const property = properties[field.name];
  if (property === undefined) {
    yield `${where}: the function "${name}" gives no "${field.name}"; it gives ${Object.keys(properties).join(', ') || 'no object'}.`;
  } else if (typeof property.type === 'string' && !TYPES[field.type].includes(property.type)) {
    yield `${where}: "${field.name}" of the function "${name}" is of type ${property.type}, not ${field.type}.`;
  }
}

function propertiesOf(schema: FunctionOffer['inputSchema']): Readonly<Record<string, { readonly type?: unknown }>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, { readonly type?: unknown }>>;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
