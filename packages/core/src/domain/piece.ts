import * as z from 'zod';
import { jsonSchema } from './json.ts';

/** One part of the run's input that a map task works on. `index` counts from 0. */
export const pieceSchema = z.object({
  index: z.number().int().nonnegative(),
  title: z.string().optional(),
  content: jsonSchema,
});
export type Piece = z.infer<typeof pieceSchema>;
