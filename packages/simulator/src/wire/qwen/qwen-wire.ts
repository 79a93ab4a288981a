import type { SimulatedLimits } from '../../limits/limits.ts';
import { readBearer } from '../bearer.ts';
import { chargeAll } from '../charge-all.ts';
import { readChatAsk } from '../openai-compatible/read-ask.ts';
import { writeChatReply } from '../openai-compatible/write-reply.ts';
import { writeChatStream } from '../openai-compatible/write-stream.ts';
import { writeChatUsage } from '../openai-compatible/write-usage.ts';
import type { Ask } from '../ask.ts';
import { UnreadableRequest } from '../problem.ts';
import type { Wire } from '../wire.ts';
import { writeQwenProblem } from './write-problem.ts';

export const qwenWire: Wire = {
  basePath: '/qwen/compatible-mode/v1',
  retryAfter: [],
  timeZone: 'Asia/Shanghai',
  route: (path) => (path === '/compatible-mode/v1/chat/completions' ? {} : undefined),
  readKey: readBearer,
  readAsk,
  // Every model, dated snapshots too, has limits of its own.
  family: (model) => model,
  charge: chargeAll,
  derive: withRequestsPerSecond,
  writeReply: (reply, ask) => writeChatReply(reply, ask, writeChatUsage, true),
  writeStream: (reply, ask) => writeChatStream(reply, ask, writeChatUsage, true),
  writeProblem: writeQwenProblem,
  headers: (_view, requestId) => ({ 'x-request-id': requestId }),
};

function readAsk(body: unknown): Ask {
  const ask = readChatAsk(body, (request) => request.enable_thinking === true);
  if (ask.reasons && !ask.isStream && /^qwen3-\d/.test(ask.model)) {
    throw new UnreadableRequest('parameter.enable_thinking must be set to false for non-streaming calls');
  }
  return ask;
}

/** DashScope also holds a minute's limit within each second, as a sixtieth of it. */
function withRequestsPerSecond(limits: SimulatedLimits): SimulatedLimits {
  if (limits.requestsPerMinute === undefined || limits.requestsPerSecond !== undefined) return limits;
  return { ...limits, requestsPerSecond: limits.requestsPerMinute / 60 };
}
