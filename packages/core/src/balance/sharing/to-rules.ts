import type { LimitRule, LimitSpan, WindowRule } from '../../ports/limit-store.ts';
import type { LimitShape, WindowName } from '../limits/limit-shape.ts';

type Per = WindowRule['per'];

const COUNTED: Readonly<Record<WindowName, Pick<WindowRule, 'counts' | 'per'>>> = {
  requestsPerSecond: { counts: 'requests', per: 'second' },
  requestsPerMinute: { counts: 'requests', per: 'minute' },
  requestsPerDay: { counts: 'requests', per: 'day' },
  tokensPerMinute: { counts: 'tokens', per: 'minute' },
  tokensPerDay: { counts: 'tokens', per: 'day' },
  inputTokensPerMinute: { counts: 'inputTokens', per: 'minute' },
  outputTokensPerMinute: { counts: 'outputTokens', per: 'minute' },
};
const PERS: readonly Per[] = ['second', 'minute', 'day'];

/** Rules of the same `per` share a span: one whose span is another (a bucket that holds little) goes where there is place. */
export function toRules(shapes: readonly LimitShape[]): readonly LimitRule[] {
  const spans = new Map<Per, LimitSpan>();
  return shapes
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .map((shape): LimitRule => {
      if (shape.name === 'maxConcurrent') return { counts: 'calls', limit: shape.limit };
      const { counts, per } = COUNTED[shape.name];
      const placed = placeFor(shape.span, per, spans);
      if (!spans.has(placed)) spans.set(placed, shape.span);
      return { counts, per: placed, limit: shape.limit, span: spans.get(placed)! };
    });
}

/** Its own, or one that is free. Else its own still, where the span is longer: it lets less through, never more. */
function placeFor(span: LimitSpan, own: Per, spans: ReadonlyMap<Per, LimitSpan>): Per {
  const fits = (per: Per) => !spans.has(per) || isSame(spans.get(per)!, span);
  return fits(own) ? own : (PERS.find(fits) ?? own);
}

function lengthOf(shape: LimitShape): number {
  return shape.name === 'maxConcurrent' ? 0 : spanMs(shape.span);
}

export function spanMs(span: LimitSpan): number {
  return span.type === 'sliding' ? span.ms : Number.POSITIVE_INFINITY;
}

function isSame(a: LimitSpan, b: LimitSpan): boolean {
  if (a.type === 'sliding' || b.type === 'sliding') return spanMs(a) === spanMs(b);
  return a.timeZone === b.timeZone && a.guardMs === b.guardMs;
}
