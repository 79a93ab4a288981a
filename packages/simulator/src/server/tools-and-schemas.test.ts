import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { expect, it } from 'vitest';
import { createSimulator } from '../index.ts';

const CONTENT = 'Note this. <piece>The whale breached. Whales are large.</piece>';
const properties = { whales: { type: 'number', description: 'How often "whale" or "whales" occurs.' } };

it('has Anthropic call the tool that has to be called', async () => {
  await using simulator = await createSimulator({ accounts: [{ vendor: 'anthropic', key: 'k' }] });
  const client = new Anthropic({ apiKey: 'k', baseURL: simulator.baseUrl('anthropic') });
  const { content, stop_reason } = await client.messages.create({
    model: 'reader',
    max_tokens: 200,
    messages: [{ role: 'user', content: CONTENT }],
    tools: [{ name: 'note', input_schema: { type: 'object', properties } }],
    tool_choice: { type: 'tool', name: 'note' },
  });
  expect(stop_reason).toBe('tool_use');
  expect(content).toMatchObject([{ type: 'tool_use', name: 'note', input: { whales: 2 } }]);
});

it('has Gemini answer in the shape of a schema', async () => {
  await using simulator = await createSimulator({ accounts: [{ vendor: 'gemini', key: 'k' }] });
  const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: simulator.baseUrl('gemini') } });
  const { text } = await client.models.generateContent({
    model: 'reader',
    contents: CONTENT,
    config: { responseMimeType: 'application/json', responseJsonSchema: { type: 'object', properties } },
  });
  expect(JSON.parse(text ?? '')).toEqual({ whales: 2 });
});
