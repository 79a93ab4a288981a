import type { Span } from '../../watch/run-record.ts';

/** The lane of each span, so that no two in a lane overlap: the first that is free, in order of their starts. */
export function toLanes(
  spans: readonly Span[],
  now: number,
): readonly { readonly span: Span; readonly lane: number }[] {
  const freeAt: number[] = [];
  return [...spans]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((span) => {
      const free = freeAt.findIndex((at) => at <= span.startedAt);
      const lane = free === -1 ? freeAt.length : free;
      freeAt[lane] = span.endedAt ?? now;
      return { span, lane };
    });
}
