import type { IncomingHttpHeaders } from 'node:http';
import type { Charge } from '../../limits/limits.ts';
import { readBearer } from '../bearer.ts';
import { chargeAll } from '../charge-all.ts';
import type { CallSize, Wire } from '../wire.ts';
import { writeAnthropicHeaders } from './headers.ts';
import { readMessagesAsk } from './read-ask.ts';
import { writeAnthropicProblem } from './write-problem.ts';
import { writeMessage } from './write-reply.ts';
import { writeMessageStream } from './write-stream.ts';

export const anthropicWire: Wire = {
  basePath: '/anthropic',
  retryAfter: ['seconds'],
  timeZone: 'UTC',
  route: (path) => (path === '/v1/messages' ? {} : undefined),
  readKey,
  readAsk: readMessagesAsk,
  family,
  charge,
  writeReply: writeMessage,
  writeStream: writeMessageStream,
  writeProblem: writeAnthropicProblem,
  headers: writeAnthropicHeaders,
};

/** The SDK sent `x-api-key` for long and sends `Authorization: Bearer` since; the vendor takes both. */
function readKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : readBearer(headers);
}

/** Limits hang on a class of models: all of Opus 4.x share one set. */
function family(model: string): string {
  const named = /(opus|sonnet|haiku)-(\d+)/.exec(model);
  return named === null ? model : `${named[1]}-${named[2]}`;
}

/** Input read from the cache is free of the limit; output counts as it is. */
function charge(size: CallSize): Charge {
  return chargeAll({ ...size, inputTokens: size.inputTokens - size.cachedInputTokens });
}
