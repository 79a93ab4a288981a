import type { Account } from '../../domain/account.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Provider } from '../../ports/provider.ts';
import { QuotaGroup } from '../limits/quota-group.ts';
import { Hold } from './hold.ts';
import type { PooledGroup } from './place.ts';
import { createStartGate } from './start-gate.ts';

/** The quota groups of a pool, made when they are first asked for and kept: what the vendor counts does not end with an account. */
export interface Groups {
  of(account: Account, family: string, provider: Provider): PooledGroup;
  /** Those of the account's organisation that were asked for so far. */
  all(account: Account): readonly PooledGroup[];
}

export interface GroupsOptions {
  /** Added to every window, in ms. */
  readonly guardMs: number;
  readonly clock: Clock;
  random(): number;
}

export function createGroups({ guardMs, clock, random }: GroupsOptions): Groups {
  const organisations = new Map<string, Map<string, PooledGroup>>();
  const toDate = (now: number): number => now + (clock.date?.() ?? clock.now()) - clock.now();

  function familiesOf(account: Account): Map<string, PooledGroup> {
    const key = toKey(account);
    const families = organisations.get(key) ?? new Map<string, PooledGroup>();
    organisations.set(key, families);
    return families;
  }

  function create(account: Account, family: string, { quota: rules }: Provider): PooledGroup {
    const limits = limitsOf(account, family);
    const { share = 1, windows: statedWindows = {} } = account;
    const { windows, derive } = rules;
    const perSecond = limits.requestsPerSecond ?? derive?.(limits).requestsPerSecond;
    return {
      quota: new QuotaGroup({
        family,
        limits,
        windows,
        statedWindows,
        share,
        guardMs,
        toDate,
        ...(derive && { derive }),
      }),
      hold: new Hold(random),
      gate: perSecond === undefined ? undefined : createStartGate(perSecond * share, clock),
      places: [],
      key: `${toKey(account)}/${family}`,
      othersUntil: Number.NEGATIVE_INFINITY,
    };
  }

  return {
    of(account, family, provider) {
      const families = familiesOf(account);
      const group = families.get(family) ?? create(account, family, provider);
      families.set(family, group);
      return group;
    },
    all: (account) => [...familiesOf(account).values()],
  };
}

function toKey({ provider, quotaGroup, id }: Account): string {
  return `${provider}/${quotaGroup ?? id}`;
}

export function limitsOf({ limitsByFamily, limits }: Account, family: string): NonNullable<Account['limits']> {
  return limitsByFamily?.[family] ?? limits ?? {};
}
