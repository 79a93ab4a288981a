import type { Charge } from '../../limits/limits.ts';
import { readBearer } from '../bearer.ts';
import { readChatAsk } from '../openai-compatible/read-ask.ts';
import type { ChatRequest } from '../openai-compatible/request-schema.ts';
import { writeChatReply } from '../openai-compatible/write-reply.ts';
import { writeChatStream } from '../openai-compatible/write-stream.ts';
import { writeChatUsage } from '../openai-compatible/write-usage.ts';
import { chargeAll } from '../charge-all.ts';
import type { Ask } from '../ask.ts';
import type { CallSize, Wire } from '../wire.ts';
import { writeOpenaiHeaders } from './headers.ts';
import { checkStrictSchema } from './strict-schema.ts';
import { writeOpenaiProblem } from './write-problem.ts';

export const openaiWire: Wire = {
  basePath: '/openai/v1',
  retryAfter: ['seconds', 'ms'],
  timeZone: 'UTC',
  route: (path) => (path === '/v1/chat/completions' ? {} : undefined),
  readKey: readBearer,
  readAsk,
  // Dated snapshots share the limits of their model.
  family: (model) => model.replace(/-\d{4}-\d{2}-\d{2}$/, ''),
  charge,
  writeReply: (reply, ask) => ({
    ...writeChatReply(reply, ask, writeChatUsage, false),
    service_tier: 'default',
    system_fingerprint: 'fp_simulated',
  }),
  writeStream: (reply, ask) => writeChatStream(reply, ask, writeChatUsage, false),
  writeProblem: writeOpenaiProblem,
  headers: writeOpenaiHeaders,
};

function readAsk(body: unknown): Ask {
  return readChatAsk(body, (request) => {
    checkSchema(request);
    return request.reasoning_effort != null && !['none', 'minimal'].includes(request.reasoning_effort);
  });
}

function checkSchema({ response_format: format }: ChatRequest): void {
  if (format?.type !== 'json_schema' || format.json_schema.strict !== true) return;
  checkStrictSchema(format.json_schema.name, format.json_schema.schema);
}

/** Tokens are taken when the call starts: the input, and the larger of the stated maximum and what the answer is. */
function charge(size: CallSize): Charge {
  const tokens = size.inputTokens + Math.max(size.maxOutputTokens ?? 0, size.outputTokens);
  return { ...chargeAll(size), tokensPerMinute: tokens, tokensPerDay: tokens };
}
