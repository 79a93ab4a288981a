import { spanEnd, type LimitRule, type WindowRule } from '@manyhands/core';
import { mapAmounts, noAmounts, type Amounts } from './amounts.ts';

type Per = WindowRule['per'];

/** Something that counts until then. */
export interface Slice {
  readonly until: number;
  amounts: Amounts;
}

/** What a started call takes in each kind of window. */
export type Slices = Partial<Record<Per, Slice>>;

/** What counts in the windows of a group. */
export interface Taken {
  take(amounts: Amounts, rules: readonly LimitRule[], now: number): Slices;
  used(per: Per, counts: WindowRule['counts'], now: number): number;
  /** Epoch ms when `excess` of it no longer counts; `undefined` when there is not so much. */
  freeAt(per: Per, counts: WindowRule['counts'], excess: number, now: number): number | undefined;
}

export function createTaken(): Taken {
  const slices: Record<Per, Slice[]> = { second: [], minute: [], day: [] };

  /** In the order in which they end. */
  function counted(per: Per, now: number): readonly Slice[] {
    slices[per] = slices[per].filter(({ until }) => until > now).sort((a, b) => a.until - b.until);
    return slices[per];
  }

  return {
    take(amounts, rules, now) {
      const taken: Slices = {};
      for (const rule of rules) {
        if (rule.counts === 'calls' || taken[rule.per] !== undefined) continue;
        const slice = { until: spanEnd(rule.span, now), amounts };
        taken[rule.per] = slice;
        slices[rule.per].push(slice);
      }
      return taken;
    },
    used: (per, counts, now) => counted(per, now).reduce((sum, { amounts }) => sum + amounts[counts], 0),
    freeAt(per, counts, excess, now) {
      let left = excess;
      for (const { until, amounts } of counted(per, now)) {
        left -= amounts[counts];
        if (left <= 1e-9) return until;
      }
      return undefined;
    },
  };
}

/** Corrects what a call took to what it took in the end. What came on top is for the caller to take from now. */
export function correctSlices(taken: Slices, real: Amounts): void {
  for (const slice of Object.values(taken)) slice.amounts = mapAmounts(slice.amounts, real, Math.min);
}

export function clearSlices(taken: Slices): void {
  for (const slice of Object.values(taken)) slice.amounts = noAmounts();
}
