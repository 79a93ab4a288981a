import type { AppFunction } from './domain/app-function.ts';

/**
 * A function that plans may use beside models, with its input and output typed by their schemas.
 *
 * @example
 * const countWords = defineFunction({
 *   name: 'count_words',
 *   description: 'Counts the words of a text exactly.',
 *   input: z.object({ text: z.string() }),
 *   output: z.object({ words: z.number() }),
 *   run: ({ text }) => ({ words: text.split(/\s+/).length }),
 * });
 */
export function defineFunction<Input, Output>(definition: AppFunction<Input, Output>): AppFunction {
  // Its input is parsed by its own schema before it is called.
  return definition;
}
