import type { z } from 'zod';
import { UnreadableRequest } from './problem.ts';

/** @throws UnreadableRequest naming the first field that is wrong. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new UnreadableRequest(`${path}: ${issue?.message ?? 'invalid'}`, path);
}
