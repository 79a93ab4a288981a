import type { WindowRule } from '@manyhands/core';
import type { ThreadRule, ThreadSpan } from './spans.ts';

export type Per = WindowRule['per'];
/** Epoch ms until which something counts in each kind of window that there is. */
export type Untils = Partial<Record<Per, number>>;

/** Of one group all rules of the same kind have the same span. */
export function toUntils(rules: readonly ThreadRule[], at: number): Untils {
  const untils: Untils = {};
  for (const rule of rules) if (rule.counts !== 'calls') untils[rule.per] ??= toUntil(rule.span, at);
  return untils;
}

/** Rounded up to a hundredth of a sliding span, so that there are few sums to keep: never in the asker's favour. */
function toUntil(span: ThreadSpan, at: number): number {
  if (span.type === 'day') return at < span.changesAt ? span.until : span.after;
  const step = Math.max(1, Math.floor(span.ms / 100));
  return Math.ceil((at + span.ms) / step) * step;
}
