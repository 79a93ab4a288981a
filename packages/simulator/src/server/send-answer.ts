import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../faults/fault.ts';
import type { StreamFrame, Wire } from '../wire/wire.ts';
import { type Pace, waitUntil } from './pace.ts';

const KEEP_ALIVE_MS = 2000;

export interface Answer {
  readonly wire: Wire;
  readonly frames: readonly StreamFrame[];
  readonly isStream: boolean;
  readonly pace: Pace;
  readonly fault: Fault | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Written when the first byte goes out, so that they are as of then. */
  headers(): Record<string, string>;
}

/** Sends the answer at its pace. @returns whether it was sent to its end. @throws when the caller goes away. */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<boolean> {
  const startedAt = performance.now();
  const { pace, fault, signal } = answer;
  if (fault?.type === 'hang' && fault.afterShare === undefined) await forever(signal);
  await waitWithSigns(response, answer, startedAt, answer.isStream ? pace.firstMs : pace.totalMs);
  open(response, answer);

  const end = fault?.type === 'cut' || fault?.type === 'hang' ? (fault.afterShare ?? 0.5) : Infinity;
  let sent = 0;
  for (const { data, share } of answer.frames) {
    if (sent + share > end) return stop(response, answer);
    sent += share;
    if (answer.isStream) await waitUntil(startedAt, pace.firstMs + (pace.totalMs - pace.firstMs) * sent, signal);
    response.write(data);
  }
  response.end();
  return true;
}

/** Waits; a vendor that gives signs of life meanwhile gives them. */
async function waitWithSigns(
  response: ServerResponse,
  answer: Answer,
  startedAt: number,
  dueMs: number,
): Promise<void> {
  const { keepAlive } = answer.wire;
  if (keepAlive !== undefined) {
    for (let signMs = KEEP_ALIVE_MS; signMs < dueMs; signMs += KEEP_ALIVE_MS) {
      await waitUntil(startedAt, signMs, answer.signal);
      open(response, answer);
      response.write(answer.isStream ? keepAlive.stream : keepAlive.body);
    }
  }
  await waitUntil(startedAt, dueMs, answer.signal);
}

function open(response: ServerResponse, answer: Answer): void {
  if (response.headersSent) return;
  const type = answer.isStream ? 'text/event-stream; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...answer.headers() });
}

async function stop(response: ServerResponse, { fault, signal }: Answer): Promise<false> {
  if (fault?.type === 'hang') await forever(signal);
  if (fault?.type === 'cut' && fault.clean === true) response.end();
  else await breakOff(response);
  return false;
}

/** What was written reaches the caller before the reset does. */
async function breakOff(response: ServerResponse): Promise<void> {
  await delay(5);
  response.socket?.resetAndDestroy();
}

/** @throws the signal's reason, once the caller has gone. */
function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
