import { setTimeout as sleep } from 'node:timers/promises';
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, NO_USAGE, type Provider } from '@manyhands/core';
import { scriptedProvider, type ScriptedCall } from '@manyhands/core/testing';

/** What a model writes, and how long it takes until it begins. */
export interface TimedAnswer {
  readonly text: string;
  readonly firstTokenMs: number;
  /** Default: all at once. */
  readonly charactersPerSecond?: number;
}

const CHUNK = 40;
const CHARACTERS_PER_TOKEN = 4;

/** A model that thinks before it writes, and writes at a speed, as vendors' models do. */
function timedModel(answerOf: (call: ScriptedCall) => TimedAnswer): Provider<'timed'> {
  const provider = scriptedProvider({
    id: 'timed',
    async answer(call) {
      const { text, firstTokenMs, charactersPerSecond = Infinity } = answerOf(call);
      await sleep(firstTokenMs + (1_000 * text.length) / charactersPerSecond, undefined, {
        signal: call.context.signal,
      });
      return text;
    },
  });
  return {
    ...provider,
    async *stream(request, context) {
      const { text, firstTokenMs, charactersPerSecond = Infinity } = answerOf({ request, context, index: 0 });
      const startedAt = performance.now();
      for (let end = CHUNK; end < text.length + CHUNK; end += CHUNK) {
        const dueAt = startedAt + firstTokenMs + (1_000 * end) / charactersPerSecond;
        await sleep(Math.max(0, dueAt - performance.now()), undefined, { signal: context.signal });
        yield { type: 'text', text: text.slice(end - CHUNK, end) };
      }
      const response = { model: request.model, text, toolCalls: [], reasoning: [], finishReason: 'stop' as const };
      const read = `${request.system ?? ''}${JSON.stringify(request.messages)}${JSON.stringify(request.output)}`;
      const usage = { ...NO_USAGE, inputTokens: Math.ceil(read.length / CHARACTERS_PER_TOKEN) };
      yield {
        type: 'finish',
        response: {
          ...response,
          usage: { ...usage, outputTokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN) },
          limits: [],
        },
      };
    },
  };
}

/** No limit binds: what takes time is the models and the plan. */
export function createTimed(answerOf: (call: ScriptedCall) => TimedAnswer) {
  return createOrchestrator({
    planner: { provider: 'timed', model: 'thinker' },
    providers: [timedModel(answerOf)],
    accounts: [{ id: 'one', provider: 'timed', apiKey: 'none', limits: { maxConcurrent: 10_000 } }],
    transport: memoryTransport(),
  });
}

/** What is asked, in one text. */
export function textOf({ request }: ScriptedCall): string {
  return request.messages.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
}
