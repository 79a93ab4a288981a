import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { UnreadableRequest } from '../problem.ts';

/**
 * What OpenAI's strict mode demands of every object: `additionalProperties: false` and all properties required.
 * Source: platform.openai.com/docs/guides/structured-outputs, "Supported schemas".
 */
export function checkStrictSchema(name: string, schema: JsonObject): void {
  visit(schema, []);

  function visit(value: Json, path: readonly string[]): void {
    if (Array.isArray(value)) value.forEach((item: Json, index) => visit(item, [...path, String(index)]));
    if (!isJsonObject(value)) return;
    if (isJsonObject(value['properties'])) checkObject(value, value['properties'], path);
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  }

  function checkObject(object: JsonObject, properties: JsonObject, path: readonly string[]): void {
    if (object['additionalProperties'] !== false) {
      refuse(path, `'additionalProperties' is required to be supplied and to be false.`);
    }
    const required = Array.isArray(object['required']) ? (object['required'] as readonly Json[]) : [];
    const missing = Object.keys(properties).find((key) => !required.includes(key));
    if (missing === undefined) return;
    refuse(
      path,
      `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
    );
  }

  function refuse(path: readonly string[], reason: string): never {
    const context = `(${path.map((key) => `'${key}'`).join(', ')})`;
    throw new UnreadableRequest(
      `Invalid schema for response_format '${name}': In context=${context}, ${reason}`,
      'response_format',
    );
  }
}
