import type { Contender } from '../contender.ts';
import { bottleneckReservoirs } from './bottleneck-reservoirs.ts';
import { manyhands } from './manyhands.ts';
import { naiveLoop } from './naive-loop.ts';
import { pLimitBackoff } from './p-limit-backoff.ts';
import { roundRobinCooldown } from './round-robin-cooldown.ts';

export const CONTENDERS: readonly Contender[] = [
  manyhands,
  naiveLoop,
  pLimitBackoff,
  bottleneckReservoirs,
  roundRobinCooldown,
];
