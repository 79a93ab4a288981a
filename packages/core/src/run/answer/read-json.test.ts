import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { readJson } from './read-json.ts';

describe('readJson', () => {
  it.each([
    ['as it is', '{"a":1}'],
    ['in a code fence', '```json\n{"a":1}\n```'],
    ['in a fence within prose', 'Here it is:\n```\n{"a":1}\n```\nI hope {this} helps.'],
    ['within prose', 'Sure! {"a":1} is the answer.'],
    ['after a thought', '<think>a set {1, 2}</think>\n{"a":1}'],
  ])('finds the value %s', (_, text) => {
    expect(readJson(text)).toEqual({ a: 1 });
  });

  it('finds a list', () => {
    expect(readJson('The list: [1, 2].')).toEqual([1, 2]);
  });

  it('keeps fences that stand in strings', () => {
    const value = { code: '```js\nlet a = {};\n```' };
    expect(readJson(JSON.stringify(value))).toEqual(value);
    expect(readJson(`\`\`\`json\n${JSON.stringify(value)}\n\`\`\``)).toEqual(value);
  });

  it('reads back any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.stringify(readJson(JSON.stringify(value)))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each(['', '  \n', '<think>hm</think>'])('says that the answer %j is empty', (text) => {
    expect(() => readJson(text)).toThrow('empty');
  });

  it.each(['{"a": 1', 'I cannot do that.', '{"a": 1,}', '{"a":1} {"b":2}'])('says what is wrong with %s', (text) => {
    expect(() => readJson(text)).toThrow(InvalidAnswerError);
    expect(() => readJson(text)).toThrow(/not valid JSON: .{10,}/);
  });
});
