import type { JsonSchema } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { toStrictSchema } from './strict-schema.ts';

const whale: JsonSchema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const closed = { ...whale, additionalProperties: false };

describe('the strict form of a schema', () => {
  it('closes every object, wherever it is', () => {
    const schema: JsonSchema = {
      type: 'object',
      properties: {
        all: { type: 'array', items: whale },
        one: { anyOf: [whale, { type: 'null' }] },
        ref: { $ref: '#/$defs/w' },
      },
      required: ['all', 'one', 'ref'],
      $defs: { w: whale },
    };
    expect(toStrictSchema(schema)).toEqual({
      type: 'object',
      properties: {
        all: { type: 'array', items: closed },
        one: { anyOf: [closed, { type: 'null' }] },
        ref: { $ref: '#/$defs/w' },
      },
      required: ['all', 'one', 'ref'],
      additionalProperties: false,
      $defs: { w: closed },
    });
  });

  it('leaves out what says nothing about validity, and asks for one of several as for any', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'A',
      type: 'object',
      properties: { kind: { oneOf: [{ const: 'a' }, { const: 'b' }], default: 'a' } },
      required: ['kind'],
    };
    expect(toStrictSchema(schema)).toEqual({
      type: 'object',
      properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] } },
      required: ['kind'],
      additionalProperties: false,
    });
  });

  it('takes properties named like keywords, and values that look like schemas, for what they are', () => {
    const schema: JsonSchema = {
      type: 'object',
      properties: { not: { type: 'string' }, title: { type: 'string' }, properties: { enum: ['allOf', { not: 1 }] } },
      required: ['not', 'title', 'properties'],
    };
    expect(toStrictSchema(schema)).toEqual({ ...schema, additionalProperties: false });
  });

  it.each([
    ['a property may be left out', { ...whale, required: [] }],
    ['an object is open', { ...whale, additionalProperties: true }],
    ['an object maps any names', { type: 'object', additionalProperties: { type: 'string' } }],
    ['an object says nothing of its properties', { type: 'object' }],
    ['a keyword is refused', { ...whale, allOf: [whale] }],
    [
      'it is so deep inside',
      { type: 'object', properties: { a: { type: 'array', items: { type: 'object' } } }, required: ['a'] },
    ],
  ] satisfies [string, JsonSchema][])('does not exist where %s', (_why, schema) => {
    expect(toStrictSchema(schema)).toBeUndefined();
  });

  it('does not change the original', () => {
    const before = structuredClone(whale);
    toStrictSchema(whale);
    expect(whale).toEqual(before);
  });
});
