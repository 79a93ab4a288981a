import type { AccountInput } from '../domain/account.ts';
import { accountSchema } from '../domain/account.ts';
import { ProviderError, type ProviderErrorFacts } from '../errors/provider-error.ts';
import type { Permit, PermitRequest } from '../ports/balancer.ts';
import { createManualClock } from './manual-clock.ts';
import { scriptedProvider } from './scripted-provider.ts';
import { createBalancer } from '../balance/create-balancer.ts';

export const MINUTE_MS = 60_000;
export const REQUEST: PermitRequest = {
  targets: [{ provider: 'one', model: 'm' }],
  estimate: { inputTokens: 100, maxOutputTokens: 100 },
  route: 'any',
  runId: 'run',
};
export const never = new AbortController().signal;

/** A balancer on a manual clock, and what became of those who asked. */
export function setUp(...accounts: Partial<AccountInput>[]) {
  const clock = createManualClock();
  const balancer = createBalancer({
    providers: [scriptedProvider({ id: 'one' }), scriptedProvider({ id: 'two' })],
    accounts: accounts.map((account, index) =>
      accountSchema.parse({ id: `a${index}`, provider: 'one', apiKey: 'k', ...account }),
    ),
    clock,
    limitGuardMs: 0,
  });
  const granted: Permit[] = [];
  const refused: unknown[] = [];
  const ask = (request: Partial<PermitRequest> = {}, signal = never) =>
    void balancer.acquire({ ...REQUEST, ...request }, signal).then(
      (permit) => granted.push(permit),
      (error: unknown) => refused.push(error),
    );
  return { clock, balancer, granted, refused, ask };
}

export function failure(kind: ProviderErrorFacts['kind'], facts: Partial<ProviderErrorFacts> = {}): ProviderError {
  return new ProviderError(kind, { kind, provider: 'one', ...facts });
}
