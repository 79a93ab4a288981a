import * as z from 'zod';
import { mergePlanSchema, planTaskSchema, type PlanTask } from '../../domain/plan.ts';

const { shape } = planTaskSchema;

/** What few tasks need, apart from the rest: a planner writes `null` instead of eight fields. */
const extrasSchema = z.object({
  accept: shape.accept.unwrap(),
  pass: shape.pass.unwrap(),
  certainty: shape.certainty.unwrap(),
  isOptional: shape.isOptional.unwrap(),
  call: shape.call.unwrap(),
});

/** A task as a model is asked for it: every field stands there, because the strict JSON modes of vendors want it so. */
const writtenTaskSchema = z.object({
  id: shape.id,
  title: shape.title,
  kind: shape.kind,
  prompt: shape.prompt,
  dependsOn: shape.dependsOn.unwrap(),
  pieces: shape.pieces.unwrap(),
  route: shape.route.unwrap(),
  fields: shape.fields.unwrap(),
  expectedOutputTokens: shape.expectedOutputTokens.unwrap(),
  uses: shape.uses.unwrap(),
  serves: shape.serves.unwrap(),
  extras: extrasSchema.nullable(),
});
export type WrittenTask = z.infer<typeof writtenTaskSchema>;

export const writtenPlanSchema = z.object({ tasks: z.array(writtenTaskSchema), merge: mergePlanSchema });

/** A task as it is read: what a model left out, or wrote beside its extras, is taken too. */
export const readTaskSchema = z.preprocess(flatten, planTaskSchema);
export const readPlanSchema = z.object({ tasks: z.array(readTaskSchema), merge: mergePlanSchema });

function flatten(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const { extras, ...task } = value as { readonly extras?: unknown };
  return { ...task, ...(extras !== null && typeof extras === 'object' && extras) };
}

const NO_EXTRAS: z.infer<typeof extrasSchema> = {
  accept: [],
  pass: 'whole',
  certainty: null,
  isOptional: false,
  call: null,
};

/** The task as its planner wrote it: for telling it what it has written. */
export function toWritten({ accept, pass, certainty, isOptional, call, ...task }: PlanTask): WrittenTask {
  const extras = { accept, pass, certainty, isOptional, call };
  return { ...task, extras: JSON.stringify(extras) === JSON.stringify(NO_EXTRAS) ? null : extras };
}
