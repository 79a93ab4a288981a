import type { Clock, GroupShares } from '@manyhands/core';
import { lastOwners, type GroupOwners } from './assign-groups.ts';
import type { MemberState } from './member-state.ts';

export interface GroupOwnershipOptions {
  readonly worker: string;
  readonly clock: Clock;
  readonly shares: GroupShares | undefined;
  /** Tells the new owner from when on it may use what was lost in that assembly. */
  announce(note: GroupReleased): void;
}

/** A worker that lost a group in an assembly while it was calling has ended with it. */
export interface GroupReleased {
  readonly name: string;
  /** Epoch ms from which it is as if unused. */
  readonly at: number;
  readonly epoch: number;
}

/** Which quota groups are this worker's, and from when on it may use them. */
export interface GroupOwnership {
  /** What it says when the group assembles. */
  state(): Pick<MemberState, 'groups' | 'used' | 'owners'>;
  assemble(owners: GroupOwners, states: readonly MemberState[], epoch: number): void;
  hear(note: GroupReleased): void;
  /** Tells of what calls still hold; resolves when all is told. */
  release(): Promise<void>;
}

/** Nobody knows what a worker did that died: it may have filled a window of a minute up to its last moment. */
const AFTER_DEATH_MS = 61_000;
const LOOK_AGAIN_MS = 100;

export function createGroupOwnership({ worker, clock, shares, announce }: GroupOwnershipOptions): GroupOwnership {
  const own = new Map<string, number>();
  /** Lost while calls of it held slots, and in which assembly. */
  const owed = new Map<string, number>();
  const released = new Map<string, GroupReleased>();
  let owners: GroupOwners = {};
  let epoch = 0;

  const usedNow = () => shares?.used() ?? new Map<string, number>();

  function assemble(given: GroupOwners, states: readonly MemberState[], now: number): void {
    const before = lastOwners(states);
    const mine = Object.keys(given).filter((name) => given[name] === worker);
    // One that another had meanwhile, while this worker was taken for dead, has not been kept.
    const kept = (name: string) => (before[name] === worker ? own.get(name) : undefined);
    const from = new Map(mine.map((name) => [name, kept(name) ?? Number.POSITIVE_INFINITY]));
    for (const [name, at] of from) if (!Number.isFinite(at)) from.set(name, firstUse(name, states, before, now));
    const told = states.find((state) => state.worker === worker)?.used ?? {};
    for (const name of own.keys()) if (!from.has(name) && told[name] === null) owed.set(name, now);
    own.clear();
    for (const [name, at] of from) own.set(name, at);
    owners = given;
    epoch = now;
    shares?.assign(new Map(own));
    tellOwed();
  }

  /** From when on a group may be used that came here, or that is not free yet since it came. */
  function firstUse(name: string, states: readonly MemberState[], before: GroupOwners, now: number): number {
    const note = released.get(name);
    if (note?.epoch === now) return note.at;
    const said = states.flatMap(({ used }) => (name in used ? [used[name]!] : []));
    if (states.some(({ used }) => used[name] === null)) return Number.POSITIVE_INFINITY;
    const holder = before[name];
    const isDead = holder !== undefined && !states.some((state) => state.worker === holder);
    return Math.max(0, ...said, isDead ? clock.now() + AFTER_DEATH_MS : 0);
  }

  function tellOwed(): void {
    const used = usedNow();
    for (const [name, since] of owed) {
      const at = used.get(name) ?? 0;
      if (!Number.isFinite(at)) continue;
      owed.delete(name);
      announce({ name, at, epoch: since });
    }
    if (owed.size > 0) clock.setTimer(tellOwed, LOOK_AGAIN_MS, { background: true });
  }

  return {
    state() {
      const used = [...usedNow()].map(([name, at]) => [name, Number.isFinite(at) ? at : null] as const);
      return { groups: [...(shares?.offered() ?? [])], used: Object.fromEntries(used), owners };
    },
    assemble,
    hear(note) {
      released.set(note.name, note);
      const at = own.get(note.name);
      if (note.epoch !== epoch || at === undefined || Number.isFinite(at)) return;
      own.set(note.name, note.at);
      shares?.assign(new Map(own));
    },
    async release() {
      while (owed.size > 0) {
        tellOwed();
        if (owed.size > 0) await new Promise<void>((resolve) => void clock.setTimer(resolve, LOOK_AGAIN_MS));
      }
    },
  };
}
