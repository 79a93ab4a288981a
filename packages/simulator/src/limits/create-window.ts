import { createFixedWindow, everyWindow } from './fixed-window.ts';
import type { Window, WindowedLimitName, WindowModel } from './limits.ts';
import { everyMidnight } from './midnight.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { createTokenBucket } from './token-bucket.ts';

/** How the counters of a quota group run. */
export interface WindowRules {
  readonly model: WindowModel;
  /** How long a vendor's minute lasts here. A second is a sixtieth of it. */
  readonly minuteMs: number;
  /** How long a vendor's day lasts; without it days end at midnight in `timeZone`. */
  readonly dayMs?: number | undefined;
  readonly timeZone: string;
  /** How far the vendor's clock is ahead of the simulator's. */
  readonly clockOffsetMs: number;
}

export function createWindow(name: WindowedLimitName, limit: number, rules: WindowRules): Window {
  if (name.endsWith('PerDay')) return createDayWindow(limit, rules);
  if (name === 'requestsPerSecond') return createSecondWindow(limit, rules);
  return createMinuteWindow(limit, rules.minuteMs, rules);
}

function createDayWindow(limit: number, { dayMs, timeZone, clockOffsetMs }: WindowRules): Window {
  const nextReset = dayMs === undefined ? everyMidnight(timeZone, clockOffsetMs) : everyWindow(dayMs, clockOffsetMs);
  return createFixedWindow(limit, nextReset);
}

/** A rate that is no whole number a second (RPM / 60 often is none) is kept as whole calls over a longer stretch. */
function createSecondWindow(perSecond: number, rules: WindowRules): Window {
  const whole = Math.ceil(perSecond);
  return createSlidingWindow(whole, ((whole / perSecond) * rules.minuteMs) / 60);
}

function createMinuteWindow(limit: number, windowMs: number, { model, clockOffsetMs }: WindowRules): Window {
  if (model === 'sliding') return createSlidingWindow(limit, windowMs);
  if (model === 'fixed') return createFixedWindow(limit, everyWindow(windowMs, clockOffsetMs));
  return createTokenBucket(limit, windowMs, model === 'bucket' ? undefined : model.burst);
}
