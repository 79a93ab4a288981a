import type { Account } from '../../domain/account.ts';
import type { Charge } from '../../domain/limits.ts';
import type { Target } from '../../domain/target.ts';
import type { Provider } from '../../ports/provider.ts';
import type { QuotaGroup } from '../limits/quota-group.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Hold } from './hold.ts';
import type { Shelf } from './shelf.ts';
import type { StartGate } from './start-gate.ts';

/** An account of the pool as it stands. */
export interface Member {
  account: Account;
  isDisabled: boolean;
  /** The vendor does not take its key. */
  hasBadKey: boolean;
  /** It was taken out of the pool: calls under way end. */
  isDraining: boolean;
  inFlight: number;
}

/** A quota group of this pool, with all places that count towards it. */
export interface PooledGroup {
  readonly quota: QuotaGroup;
  readonly hold: Hold;
  readonly gate: StartGate | undefined;
  /** The same in every process that has it. */
  readonly key: string;
  /** Epoch ms: until then its room is that of other processes. */
  othersUntil: number;
  readonly places: Place[];
}

/** Where a call can go: a model on an account. */
export interface Place {
  readonly member: Member;
  readonly target: Target;
  readonly provider: Provider;
  readonly group: PooledGroup;
  readonly breaker: CircuitBreaker;
  /** Where it stands beside others of the same target. */
  readonly shelf: Shelf;
}

/** Epoch ms from which a call of this charge could go there; infinite while only the end of a call, or a person, can help. */
export function earliestAt({ member, group, breaker }: Place, charge: Charge, now: number): number {
  if (!isOpen(member)) return Number.POSITIVE_INFINITY;
  const { quota, hold, othersUntil } = group;
  if (othersUntil > now) return othersUntil;
  return Math.max(hold.earliest(now, quota.inFlight), breaker.earliest(now), quota.earliest(charge, now));
}

export function isOpen({ isDisabled, hasBadKey, isDraining }: Member): boolean {
  return !isDisabled && !hasBadKey && !isDraining;
}
