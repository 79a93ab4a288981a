import type { JsonOutput } from '@manyhands/core';

/**
 * Asks for JSON of a schema in words, for models that no schema can be given to. JSON modes also demand that a message
 * says "JSON" (api-docs.deepseek.com/guides/json_mode).
 */
export function askInPrompt(system: string | undefined, { schema }: JsonOutput): string {
  const ask = `Answer with one JSON value and nothing else: no code fence, no words around it. It has to be valid by this JSON Schema:\n${JSON.stringify(schema)}`;
  return system === undefined || system === '' ? ask : `${system}\n\n${ask}`;
}
