import type { LimitAsk } from '@manyhands/core';
import type { File } from '../file/open-file.ts';
import { askGroup } from '../limits/ask.ts';
import { changeGroup, type Actor, type Books } from '../limits/change.ts';
import { toUntils } from '../limits/counts-until.ts';
import { createLine } from '../limits/line.ts';
import { createOwners } from '../limits/owners.ts';
import { createReservations } from '../limits/reservations.ts';
import type { ThreadChange, ThreadRule } from '../limits/spans.ts';
import { createTaken } from '../limits/taken.ts';
import type { Timed } from './leases.ts';

export interface ExchangeRequest extends Timed {
  readonly owner: string;
  readonly leaseMs: number;
  readonly groups: readonly GroupRequest[];
}

/** What an exchange says and asks of one group. */
export interface GroupRequest {
  readonly group: string;
  readonly rules: readonly ThreadRule[];
  readonly changes: readonly ThreadChange[];
  readonly asks: readonly LimitAsk[];
}

export interface ExchangeAnswer {
  /** Of the asks of each group, in ms; 0: reserved. */
  readonly waits: readonly (readonly number[])[];
  readonly owners: number;
}

export function createExchange(file: File): (request: ExchangeRequest) => ExchangeAnswer {
  const books: Books = {
    reservations: createReservations(file),
    taken: createTaken(file),
    line: createLine(file),
  };
  const owners = createOwners(file);

  /** Its calls are no longer under way, and what it held counts as started. */
  function forget(gone: string, { group, rules, at }: Actor): void {
    books.line.leave(group, gone);
    for (const { amounts, untils } of books.reservations.removeOf(group, gone)) {
      if (untils === undefined) books.taken.take(group, toUntils(rules, at), amounts);
    }
  }

  return ({ owner, leaseMs, groups, now }) =>
    file.write(() => {
      // Only now: who waited for others is not in the time before it.
      const at = now ?? Date.now();
      owners.renew(owner, at + leaseMs);
      const gone = owners.gone(at);
      const waits = groups.map(({ group, rules, changes, asks }) => {
        const actor: Actor = { group, owner, rules, at };
        for (const each of gone) forget(each, actor);
        for (const change of changes) changeGroup(books, change, actor);
        return asks.length === 0 ? [] : askGroup(books, asks, actor);
      });
      if (gone.length > 0) owners.clear(at);
      return { waits, owners: owners.count(at) };
    });
}
