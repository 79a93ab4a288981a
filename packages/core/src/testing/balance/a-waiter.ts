import { Waiter } from '../../balance/waiting/waiter.ts';
import type { PermitRequest } from '../../ports/balancer.ts';
import { never, REQUEST } from './set-up-balancer.ts';

let order = 0;

/** Someone who waits, and to whom nothing comes of it. */
export function aWaiter(request: Partial<PermitRequest> = {}): Waiter {
  const nothing = () => {};
  const options = { resolve: nothing, reject: nothing, onAbort: nothing };
  return new Waiter({ request: { ...REQUEST, ...request }, signal: never, order: (order += 1), ...options });
}

/** @param maxOutputTokens all that its call takes */
export function ofSize(maxOutputTokens: number, request: Partial<PermitRequest> = {}): Waiter {
  return aWaiter({ ...request, estimate: { inputTokens: 0, maxOutputTokens } });
}
