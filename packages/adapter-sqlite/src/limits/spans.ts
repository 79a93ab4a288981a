import {
  spanEnd,
  type CallsRule,
  type LimitChange,
  type LimitRule,
  type LimitSpan,
  type WindowRule,
} from '@manyhands/core';

/**
 * A span as the thread takes it. Its clock goes on while it waits for others, so it is told what holds now and what comes
 * next: it knows no time zones.
 */
export type ThreadSpan =
  | { readonly type: 'sliding'; readonly ms: number }
  | {
      readonly type: 'day';
      /** Epoch ms: what is taken before `changesAt` counts until `until`, what is taken later until `after`. */
      readonly until: number;
      readonly changesAt: number;
      readonly after: number;
    };

type ThreadWindow = Omit<WindowRule, 'span'> & { readonly span: ThreadSpan };
export type ThreadRule = ThreadWindow | CallsRule;
export type ThreadChange =
  | Exclude<LimitChange, { type: 'observe' }>
  | (Omit<Extract<LimitChange, { type: 'observe' }>, 'rule'> & { readonly rule: ThreadWindow });

export function toThreadRule(rule: LimitRule, now: number): ThreadRule {
  return rule.counts === 'calls' ? rule : toThreadWindow(rule, now);
}

export function toThreadChange(change: LimitChange, now: number): ThreadChange {
  return change.type === 'observe' ? { ...change, rule: toThreadWindow(change.rule, now) } : change;
}

function toThreadWindow(rule: WindowRule, now: number): ThreadWindow {
  return { ...rule, span: toThreadSpan(rule.span, now) };
}

function toThreadSpan(span: LimitSpan, now: number): ThreadSpan {
  if (span.type === 'sliding') return span;
  const until = spanEnd(span, now);
  const changesAt = until - 2 * span.guardMs;
  return { type: 'day', until, changesAt, after: spanEnd(span, changesAt) };
}
