import type { ChatRequest, JsonSchema } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { toRequest } from './to-request.ts';

const toFormat = (schema: JsonSchema) => ({ type: 'json_schema' as const, schema: { ...schema, strict: true } });
const ask: ChatRequest = { model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: 'Go' }] };
const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
const write = (extra: Partial<ChatRequest>) => toRequest({ ...ask, ...extra }, toFormat);

describe('a request to Anthropic', () => {
  it('has max_tokens, which the vendor requires: the bound asked for, else the most of the model', () => {
    expect(write({})).toEqual({
      model: 'claude-sonnet-4-5',
      max_tokens: 64_000,
      messages: [{ role: 'user', content: 'Go' }],
    });
    expect(write({ maxOutputTokens: 10 }).max_tokens).toBe(10);
    expect(write({ model: 'claude-opus-5-5' }).max_tokens).toBe(128_000);
    expect(write({ model: 'claude-3-haiku-20240307' }).max_tokens).toBe(4096);
    expect(write({ model: 'claude-3-7-sonnet-latest' }).max_tokens).toBe(64_000);
  });

  it('carries system, tools, tool choice, stop and a temperature of at most 1', () => {
    const tools = [{ name: 'note', description: 'Notes', input: { type: 'object', properties: {} } }];
    expect(
      write({ system: 'Be brief.', tools, toolChoice: { name: 'note' }, stop: ['END'], temperature: 1.6 }),
    ).toMatchObject({
      system: 'Be brief.',
      tools: [{ name: 'note', description: 'Notes', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'tool', name: 'note' },
      stop_sequences: ['END'],
      temperature: 1,
    });
    expect(write({ tools, toolChoice: 'required' }).tool_choice).toEqual({ type: 'any' });
    expect(write({ tools, toolChoice: 'none' }).tool_choice).toEqual({ type: 'none' });
    expect(write({ toolChoice: 'auto' })).not.toHaveProperty('tool_choice');
  });

  it('keeps turns in order: images, tool calls, results and thinking with its own signature', () => {
    const { messages } = write({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', mediaType: 'image/png', data: 'AAAA' },
            { type: 'image', mediaType: 'image/png', url: 'https://example.com/a.png' },
            { type: 'text', text: 'What is it?' },
            { type: 'text', text: '' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Hm.', signature: 'anthropic:c2ln' },
            { type: 'reasoning', text: '', signature: 'anthropic:redacted:ZGF0YQ==' },
            { type: 'reasoning', text: 'Of another vendor.', signature: 'gemini:c2ln' },
            { type: 'reasoning', text: 'Not signed.' },
            { type: 'tool-call', id: 'a', name: 'note', input: { text: 'x' } },
          ],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', id: 'a', name: 'note', output: { ok: false }, isError: true }],
        },
        { role: 'assistant', content: [{ type: 'reasoning', text: 'Not signed.' }] },
      ],
    });
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          { type: 'text', text: 'What is it?' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'ZGF0YQ==' },
          { type: 'tool_use', id: 'a', name: 'note', input: { text: 'x' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '{"ok":false}', is_error: true }] },
    ]);
  });

  it('has the vendor enforce a schema where the model can, and asks in words where it cannot', () => {
    const output = { name: 'number', schema };
    expect(write({ output }).output_config).toEqual({
      format: { type: 'json_schema', schema: { ...schema, strict: true } },
    });
    const old = write({ model: 'claude-sonnet-4-20250514', output, system: 'Be brief.' });
    expect(old).not.toHaveProperty('output_config');
    expect(old.system).toMatch(/^Be brief\.\n\nAnswer with one JSON value only.*"required":\["n"\]/s);
  });
});

describe('the reasoning asked for', () => {
  it('is a budget within max_tokens up to 4.5, without a temperature', () => {
    expect(write({ reasoning: 'high', temperature: 0.5 })).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 24_576 },
    });
    expect(write({ reasoning: 'high', temperature: 0.5 })).not.toHaveProperty('temperature');
    expect(write({ reasoning: 'high', maxOutputTokens: 4000 }).thinking).toMatchObject({ budget_tokens: 2000 });
    expect(write({ reasoning: 'low', maxOutputTokens: 1500 })).not.toHaveProperty('thinking');
    expect(write({ reasoning: 'none' })).not.toHaveProperty('thinking');
  });

  it('is an effort with adaptive thinking since 4.6', () => {
    expect(write({ model: 'claude-sonnet-4-6', reasoning: 'medium' })).toMatchObject({
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'medium' },
    });
    expect(write({ model: 'claude-opus-4-8', temperature: 0.5 })).not.toHaveProperty('temperature');
  });

  it('is switched off where the model allows it, else at its least', () => {
    expect(write({ model: 'claude-sonnet-5-5', reasoning: 'none' }).thinking).toEqual({ type: 'disabled' });
    expect(write({ model: 'claude-opus-5', reasoning: 'none' }).thinking).toEqual({ type: 'disabled' });
    const always = write({ model: 'claude-opus-5-5', reasoning: 'none' });
    expect(always).not.toHaveProperty('thinking');
    expect(always.output_config).toEqual({ effort: 'low' });
  });

  it('gives way to a tool that is forced, for the two exclude each other', () => {
    const tools = [{ name: 'note', description: '', input: { type: 'object' } }];
    expect(write({ reasoning: 'low', tools, toolChoice: 'required' })).not.toHaveProperty('thinking');
    expect(write({ reasoning: 'low', tools, toolChoice: 'auto' })).toHaveProperty('thinking');
  });

  it('is not asked of models that do not reason', () => {
    expect(write({ model: 'claude-3-5-haiku-latest', reasoning: 'high' })).not.toHaveProperty('thinking');
  });
});
