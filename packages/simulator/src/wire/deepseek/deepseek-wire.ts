import { readBearer } from '../bearer.ts';
import { chargeAll } from '../charge-all.ts';
import { readChatAsk } from '../openai-compatible/read-ask.ts';
import { writeChatReply } from '../openai-compatible/write-reply.ts';
import { writeChatStream } from '../openai-compatible/write-stream.ts';
import { writeChatUsage } from '../openai-compatible/write-usage.ts';
import type { Reply } from '../reply.ts';
import type { Wire } from '../wire.ts';
import { writeDeepseekProblem } from './write-problem.ts';

export const deepseekWire: Wire = {
  basePath: '/deepseek',
  retryAfter: [],
  timeZone: 'Asia/Shanghai',
  route: (path) => (/^(\/v1)?\/chat\/completions$/.test(path) ? {} : undefined),
  readKey: readBearer,
  readAsk: (body) => readChatAsk(body, ({ thinking }) => thinking?.type === 'enabled'),
  family: (model) => model,
  // Only concurrency is limited by the vendor; an account of the simulator may state more.
  charge: chargeAll,
  writeReply: (reply, ask) => writeChatReply(reply, ask, writeUsage, true),
  // DeepSeek ends every stream with usage, asked for or not.
  writeStream: (reply, ask) => writeChatStream(reply, { ...ask, streamsUsage: true }, writeUsage, true),
  writeProblem: writeDeepseekProblem,
  headers: (_view, requestId) => ({ 'x-ds-trace-id': requestId }),
  // api-docs.deepseek.com/quick_start/rate_limit: empty lines, or SSE comments, while a request waits for its turn.
  keepAlive: { body: '\n', stream: ': keep-alive\n\n' },
};

function writeUsage(reply: Reply): object {
  const { inputTokens, cachedInputTokens } = reply.usage;
  return {
    ...writeChatUsage(reply),
    prompt_cache_hit_tokens: cachedInputTokens,
    prompt_cache_miss_tokens: inputTokens - cachedInputTokens,
  };
}
