import type { SimulatedLimits, WindowModel } from '../limits/limits.ts';
import { createQuotaGroup, type QuotaGroup } from '../limits/quota-group.ts';
import type { SimulatedAccount } from '../options.ts';
import type { Vendor } from '../vendor.ts';
import { WIRES } from '../wire/wires.ts';
import { createTally, type Tally } from './counts.ts';

/** An account that is open at its vendor. */
export interface OpenAccount {
  readonly id: string;
  readonly settings: SimulatedAccount;
  readonly tally: Tally;
  quotaGroup(model: string): QuotaGroup;
}

export interface AccountBook {
  find(vendor: Vendor, key: string | undefined): OpenAccount | undefined;
  all(): readonly OpenAccount[];
  /** From now on these limits hold for every model family of the account's quota group. @throws TypeError unknown account */
  setLimits(id: string, limits: SimulatedLimits): void;
}

export interface AccountBookOptions {
  readonly now: () => number;
  readonly window: WindowModel;
  readonly minuteMs: number;
  readonly dayMs: number | undefined;
  readonly clockOffsetMs: number;
}

export function createAccountBook(accounts: readonly SimulatedAccount[], options: AccountBookOptions): AccountBook {
  const numbers = new Map<Vendor, number>();
  const groups = new Map<string, Map<string, QuotaGroup>>();
  const replaced = new Map<string, SimulatedLimits>();
  const opened = accounts.map((settings) => open(settings, settings.id ?? nextId(settings.vendor)));
  const byKey = new Map(opened.map((account) => [`${account.settings.vendor} ${account.settings.key}`, account]));

  function nextId(vendor: Vendor): string {
    const count = (numbers.get(vendor) ?? 0) + 1;
    numbers.set(vendor, count);
    return `${vendor}-${count}`;
  }

  function open(settings: SimulatedAccount, id: string): OpenAccount {
    const groupName = `${settings.vendor} ${settings.quotaGroup ?? id}`;
    const families = groups.get(groupName) ?? new Map<string, QuotaGroup>();
    groups.set(groupName, families);
    return {
      id,
      settings,
      tally: createTally(settings.vendor, id),
      quotaGroup(model) {
        const family = WIRES[settings.vendor].family(model);
        const group = families.get(family) ?? openGroup(settings, family, replaced.get(groupName));
        families.set(family, group);
        return group;
      },
    };
  }

  function openGroup(settings: SimulatedAccount, family: string, current: SimulatedLimits | undefined): QuotaGroup {
    const { timeZone } = WIRES[settings.vendor];
    const stated = current ?? settings.limitsByFamily?.[family] ?? settings.limits ?? {};
    const { minuteMs, dayMs, clockOffsetMs } = options;
    const model = settings.window ?? options.window;
    return createQuotaGroup(withDerived(settings.vendor, stated), { model, minuteMs, dayMs, timeZone, clockOffsetMs });
  }

  return {
    find: (vendor, key) => byKey.get(`${vendor} ${key ?? ''}`),
    all: () => opened,
    setLimits(id, limits) {
      const account = opened.find((candidate) => candidate.id === id);
      if (account === undefined) throw new TypeError(`setLimits: there is no account "${id}".`);
      const { vendor, quotaGroup } = account.settings;
      const groupName = `${vendor} ${quotaGroup ?? id}`;
      replaced.set(groupName, limits);
      for (const group of groups.get(groupName)?.values() ?? [])
        group.resize(withDerived(vendor, limits), options.now());
    },
  };
}

function withDerived(vendor: Vendor, limits: SimulatedLimits): SimulatedLimits {
  return WIRES[vendor].derive?.(limits) ?? limits;
}
