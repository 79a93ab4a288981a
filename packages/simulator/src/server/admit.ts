import type { OpenAccount } from '../accounts/account-book.ts';
import type { Fault } from '../faults/fault.ts';
import { spoil } from '../faults/spoil.ts';
import type { QuotaGroup } from '../limits/quota-group.ts';
import { createReply } from '../models/create-reply.ts';
import type { Ask } from '../wire/ask.ts';
import { type Problem, UnreadableRequest } from '../wire/problem.ts';
import type { Reply } from '../wire/reply.ts';
import type { Route, Wire } from '../wire/wire.ts';
import type { World } from './world.ts';

export interface Admitted {
  readonly ask: Ask;
  readonly reply: Reply;
  readonly group: QuotaGroup;
}

/** Reads the request, has it answered, and takes its charge; or says why not. Nothing is taken then. */
export function admit(
  world: World,
  wire: Wire,
  route: Route,
  account: OpenAccount,
  body: unknown,
  fault?: Fault,
): Admitted | Problem {
  let ask: Ask;
  try {
    ask = wire.readAsk(body, route);
  } catch (error) {
    if (!(error instanceof UnreadableRequest)) throw error;
    return { kind: 'bad-request', message: error.message, param: error.param };
  }
  const { vendor } = account.settings;
  const model = world.models(vendor, ask.model);
  if (model === undefined) return { kind: 'no-such-model', model: ask.model };

  const cache = world.promptCache(account.id);
  const whole = createReply(world.draft(model, ask), ask, {
    id: world.nextId(),
    createdAt: world.vendorNow(),
    cached: cache.read(ask),
    maxOutputTokens: model.maxOutputTokens,
  });
  const max = model.contextTokens ?? Infinity;
  if (whole.usage.inputTokens > max) {
    return { kind: 'context-too-long', tokens: whole.usage.inputTokens, max, model: ask.model };
  }

  const group = account.quotaGroup(ask.model);
  const charge = wire.charge({ ...whole.usage, maxOutputTokens: ask.maxOutputTokens });
  const refusal = group.admit(charge, world.now());
  if (refusal !== undefined) return { kind: 'rate-limited', refusal, model: ask.model, account: account.id };
  cache.remember(ask);
  return { ask, reply: spoil(whole, fault), group };
}

/** What a fault answers in place of the vendor's usual work. */
export function toProblem(fault: Fault | undefined, key: string | undefined, account: string): Problem | undefined {
  switch (fault?.type) {
    case 'invalid-key':
      return { kind: 'invalid-key', key };
    case 'quota-exhausted':
      return { kind: 'quota-exhausted' };
    case 'overloaded':
      return { kind: 'overloaded' };
    case 'server-error':
      return { kind: 'server-error', status: fault.status ?? 500 };
    case 'rate-limited': {
      const refusal = {
        limit: 'requestsPerMinute',
        max: 1,
        used: 1,
        requested: 1,
        retryAfterMs: fault.retryAfterMs,
      } as const;
      return { kind: 'rate-limited', refusal, model: fault.model ?? '', account };
    }
    default:
      return undefined;
  }
}
