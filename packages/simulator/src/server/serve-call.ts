import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import type { OpenAccount } from '../accounts/account-book.ts';
import type { Fault } from '../faults/fault.ts';
import { isVendor, type Vendor } from '../vendor.ts';
import type { Problem } from '../wire/problem.ts';
import type { Route, StreamFrame, Wire } from '../wire/wire.ts';
import { WIRES } from '../wire/wires.ts';
import { type Admitted, admit, toProblem } from './admit.ts';
import { createPace } from './pace.ts';
import { writeRetryAfter } from './retry-after.ts';
import { sendAnswer } from './send-answer.ts';
import type { World } from './world.ts';

/** One request to a vendor, from its key to its last byte. */
interface Call {
  readonly world: World;
  readonly vendor: Vendor;
  readonly wire: Wire;
  readonly response: ServerResponse;
  readonly requestId: string;
}

export async function serveCall(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  const vendor = path.split('/')[1];
  if (!isVendor(vendor)) return void response.writeHead(404).end();
  const wire = WIRES[vendor];
  const call: Call = { world, vendor, wire, response, requestId: world.nextId() };
  const body: unknown = await readJson(request).catch(() => undefined);

  const key = wire.readKey(request.headers);
  const account = world.accounts.find(vendor, key);
  if (account === undefined) {
    world.unknownKeys += 1;
    return sendProblem(call, { kind: 'invalid-key', key });
  }
  const route = request.method === 'POST' ? wire.route(path.slice(vendor.length + 1)) : undefined;
  if (route === undefined) return sendProblem(call, { kind: 'no-such-path', path }, account);
  await serveAccount(call, account, route, body, key);
}

async function serveAccount(
  call: Call,
  account: OpenAccount,
  route: Route,
  body: unknown,
  key: string | undefined,
): Promise<void> {
  const model = route.model ?? (body as { model?: string } | undefined)?.model;
  const fault = call.world.faults.strike({ vendor: call.vendor, account: account.id, model });
  if (fault?.type === 'reset') {
    account.tally.failed += 1;
    call.response.socket?.resetAndDestroy();
    return;
  }
  const problem = toProblem(fault, key, account.id);
  const admitted = problem ?? admit(call.world, call.wire, route, account, body, fault);
  if ('kind' in admitted) return sendProblem(call, admitted, account);
  await serveAdmitted(call, account, admitted, fault);
}

function sendProblem(call: Call, problem: Problem, account?: OpenAccount): void {
  const { world, wire, response, requestId } = call;
  if (account !== undefined) countProblem(account, problem);
  const { status, body } = wire.writeProblem(problem, requestId);
  const limited = problem.kind === 'rate-limited';
  const view = limited && account !== undefined ? account.quotaGroup(problem.model).view(world.now()) : [];
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...wire.headers(view, requestId, world.vendorNow()),
    ...(limited
      ? writeRetryAfter(wire.retryAfter, world.retryAfter, problem.refusal.retryAfterMs, world.vendorNow())
      : {}),
    date: new Date(world.vendorNow()).toUTCString(),
  });
  response.end(JSON.stringify(body));
}

function countProblem({ tally }: OpenAccount, problem: Problem): void {
  if (problem.kind !== 'rate-limited') {
    tally.failed += 1;
    return;
  }
  const { limit } = problem.refusal;
  tally.refused += 1;
  tally.refusedBy[limit] = (tally.refusedBy[limit] ?? 0) + 1;
}

async function serveAdmitted(
  call: Call,
  account: OpenAccount,
  admitted: Admitted,
  fault: Fault | undefined,
): Promise<void> {
  const { world, wire, response, requestId, vendor } = call;
  const { ask, reply, group } = admitted;
  const { tally } = account;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  countAccepted(account, admitted, world.now());
  const factor = fault?.type === 'slow' ? fault.factor : 1;
  const latency = account.settings.latency ?? world.latency(vendor);
  try {
    const isComplete = await sendAnswer(response, {
      wire,
      frames: ask.isStream ? wire.writeStream(reply, ask) : toBodyFrames(JSON.stringify(wire.writeReply(reply, ask))),
      isStream: ask.isStream,
      pace: createPace(latency, reply.usage.outputTokens, world.random, factor),
      fault,
      signal: gone.signal,
      headers: () => ({
        ...wire.headers(group.view(world.now()), requestId, world.vendorNow()),
        date: new Date(world.vendorNow()).toUTCString(),
      }),
    });
    tally[isComplete ? 'completed' : 'failed'] += 1;
  } catch (error) {
    if (!gone.signal.aborted) throw error;
    tally.aborted += 1;
  } finally {
    tally.inFlight -= 1;
    group.release();
  }
}

function countAccepted({ tally }: OpenAccount, { reply: { usage } }: Admitted, now: number): void {
  tally.accepted += 1;
  tally.inputTokens += usage.inputTokens;
  tally.cachedInputTokens += usage.cachedInputTokens;
  tally.outputTokens += usage.outputTokens;
  tally.inFlight += 1;
  tally.peakConcurrency = Math.max(tally.peakConcurrency, tally.inFlight);
  tally.firstAt ??= now;
  tally.lastAt = now;
}

/** A body that is not streamed can still be cut in the middle. */
function toBodyFrames(body: string): readonly StreamFrame[] {
  const middle = Math.floor(body.length / 2);
  return [
    { data: body.slice(0, middle), share: 0.5 },
    { data: body.slice(middle), share: 0.5 },
  ];
}
