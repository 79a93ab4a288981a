import type { Charge } from '../../limits/limits.ts';
import { chargeAll } from '../charge-all.ts';
import type { CallSize, Route, Wire } from '../wire.ts';
import { readGeminiAsk } from './read-ask.ts';
import { writeGeminiProblem } from './write-problem.ts';
import { writeGeminiReply, writeGeminiStream } from './write-reply.ts';

export const geminiWire: Wire = {
  basePath: '/gemini',
  retryAfter: [],
  timeZone: 'America/Los_Angeles',
  route,
  readKey: (headers) => {
    const key = headers['x-goog-api-key'];
    return typeof key === 'string' ? key : undefined;
  },
  readAsk: readGeminiAsk,
  // A numbered version shares the limits of its model.
  family: (model) => model.replace(/-\d{3}$/, ''),
  charge,
  writeReply: writeGeminiReply,
  writeStream: writeGeminiStream,
  writeProblem: writeGeminiProblem,
  // Gemini says nothing about limits in its headers.
  headers: () => ({}),
};

function route(path: string): Route | undefined {
  const match = /^\/v1(?:beta)?\/models\/([^/:]+):(generateContent|streamGenerateContent)$/.exec(path);
  if (match === null) return undefined;
  return { model: match[1], isStream: match[2] === 'streamGenerateContent' };
}

/** Only input counts towards tokens. */
function charge(size: CallSize): Charge {
  return { ...chargeAll(size), tokensPerMinute: size.inputTokens, tokensPerDay: size.inputTokens };
}
