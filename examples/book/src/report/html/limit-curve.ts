import type { LimitName } from '@manyhands/core';
import { toLimitWords, toNumber } from '../../text/figures.ts';
import type { LimitSample, LimitUse } from '../../watch/run-record.ts';
import type { Scale } from './scale.ts';

/** How full the fullest limit of an account was, over time: paths in a box of 100 × 100. */
export interface LimitCurve {
  readonly line: string;
  readonly area: string;
  /** The limit that came nearest to full, and the most that was used of it. */
  readonly name: LimitName;
  readonly peak: number;
  readonly limit: number;
  /** The most that was used of every limit, in words. */
  readonly tip: string;
}

interface Point {
  readonly x: number;
  readonly share: number;
}

export function toLimitCurve(samples: readonly LimitSample[], accountId: string, scale: Scale): LimitCurve | undefined {
  const uses = samples.map(({ at, accounts }) => ({
    x: scale.at(at),
    limits: accounts.filter((account) => account.accountId === accountId).flatMap(({ limits }) => limits),
  }));
  const peaks = findPeaks(uses.flatMap(({ limits }) => limits));
  const [fullest] = peaks;
  if (fullest === undefined) return undefined;
  const points = uses.map(({ x, limits }) => ({
    x,
    share: Math.max(0, ...limits.map(({ used, limit }) => used / limit)),
  }));
  const line = toPath(points);
  const tip = peaks.map(
    ({ name, used, limit }) => `${toLimitWords(name)}: at most ${toNumber(used)} of ${toNumber(limit)}`,
  );
  return {
    line,
    area: `${line} V100 H${points[0]?.x.toFixed(2) ?? 0} Z`,
    name: fullest.name,
    peak: fullest.used,
    limit: fullest.limit,
    tip: [accountId, ...tip].join('\n'),
  };
}

/** The greatest use of each limit, the fullest first. */
function findPeaks(uses: readonly LimitUse[]): LimitUse[] {
  const peaks = new Map<LimitName, LimitUse>();
  for (const use of uses) {
    const peak = peaks.get(use.name);
    if (peak === undefined || use.used / use.limit > peak.used / peak.limit) peaks.set(use.name, use);
  }
  return [...peaks.values()].sort((a, b) => b.used / b.limit - a.used / a.limit);
}

/** Steps, as use holds from one sample to the next. */
function toPath(points: readonly Point[]): string {
  const steps = points.map(({ x, share }, index) => {
    const y = (100 * (1 - Math.min(1, share))).toFixed(1);
    return index === 0 ? `M${x.toFixed(2)} ${y}` : `H${x.toFixed(2)} V${y}`;
  });
  return steps.join(' ');
}
