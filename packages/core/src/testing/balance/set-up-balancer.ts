import type { AccountInput } from '../../domain/account.ts';
import { accountSchema } from '../../domain/account.ts';
import { ProviderError, type ProviderErrorFacts } from '../../errors/provider-error.ts';
import type { Permit, PermitRequest } from '../../ports/balancer.ts';
import { createManualClock } from '../manual-clock.ts';
import { scriptedProvider } from '../scripted-provider.ts';
import { createBalancer, type BalancerOptions } from '../../balance/create-balancer.ts';

export const MINUTE_MS = 60_000;
export const REQUEST: PermitRequest = {
  targets: [{ provider: 'one', model: 'm' }],
  estimate: { inputTokens: 100, maxOutputTokens: 100 },
  route: 'any',
  runId: 'run',
};
export const never = new AbortController().signal;

export type SetUpAccount = Partial<AccountInput>;

/** A balancer on a manual clock, and what became of those who asked. */
export function setUp(...accounts: SetUpAccount[]) {
  return setUpWith({}, ...accounts);
}

export function setUpWith(options: Partial<BalancerOptions>, ...accounts: SetUpAccount[]) {
  const clock = createManualClock();
  const balancer = createBalancer({
    providers: [scriptedProvider({ id: 'one' }), scriptedProvider({ id: 'two' })],
    accounts: accounts.map((account, index) => anAccount(`a${index}`, account)),
    clock,
    limitGuardMs: 0,
    random: () => 0.5,
    ...options,
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

export function anAccount(id: string, account: SetUpAccount = {}) {
  return accountSchema.parse({ id, provider: 'one', apiKey: 'k', ...account });
}

export function failure(kind: ProviderErrorFacts['kind'], facts: Partial<ProviderErrorFacts> = {}): ProviderError {
  return new ProviderError(kind, { kind, provider: 'one', ...facts });
}
