import type { Ask } from '../ask.ts';
import type { Reply } from '../reply.ts';
import { toChunks, toFrame } from '../sse.ts';
import type { StreamFrame } from '../wire.ts';

interface Part {
  readonly part: object;
  readonly characters: number;
}

const FINISH_REASONS = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
} as const;

export function writeGeminiReply(reply: Reply, ask: Ask): object {
  const reasoning = reply.reasoning === '' ? [] : [toPart(reply.reasoning, true)];
  const text = reply.text === '' ? [] : [toPart(reply.text, false)];
  return toResponse(reply, ask, [...reasoning, ...text, ...toCallParts(reply)], FINISH_REASONS[reply.finish]);
}

/** Each event is a whole response with a part of the text; the last one has the finish reason. */
export function writeGeminiStream(reply: Reply, ask: Ask): readonly StreamFrame[] {
  const parts = [
    ...toChunks(reply.reasoning).map((text) => toPart(text, true)),
    ...toChunks(reply.text).map((text) => toPart(text, false)),
    ...toCallParts(reply),
  ];
  if (parts.length === 0) parts.push(toPart('', false));
  const total = parts.reduce((sum, { characters }) => sum + characters, 0) || 1;
  return parts.map((part, index) => {
    const finish = index === parts.length - 1 ? FINISH_REASONS[reply.finish] : undefined;
    return toFrame(toResponse(reply, ask, [part], finish), part.characters / total);
  });
}

function toPart(text: string, thought: boolean): Part {
  return { part: thought ? { text, thought } : { text }, characters: text.length };
}

function toCallParts({ toolCalls }: Reply): readonly Part[] {
  return toolCalls.map(({ name, input, id }) => ({
    part: {
      functionCall: { name, args: input },
      thoughtSignature: Buffer.from(`simulated-${id}`).toString('base64'),
    },
    characters: JSON.stringify(input).length,
  }));
}

function toResponse(reply: Reply, ask: Ask, parts: readonly Part[], finishReason: string | undefined): object {
  return {
    candidates: [
      {
        content: { parts: parts.map(({ part }) => part), role: 'model' },
        ...(finishReason === undefined ? {} : { finishReason }),
        index: 0,
      },
    ],
    usageMetadata: toUsage(reply),
    modelVersion: ask.model,
    responseId: reply.id,
  };
}

/** Thoughts are counted beside the candidates, not in them. */
function toUsage({ usage }: Reply): object {
  return {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: usage.outputTokens - usage.reasoningTokens,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    ...(usage.cachedInputTokens > 0 ? { cachedContentTokenCount: usage.cachedInputTokens } : {}),
    ...(usage.reasoningTokens > 0 ? { thoughtsTokenCount: usage.reasoningTokens } : {}),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: usage.inputTokens }],
  };
}
