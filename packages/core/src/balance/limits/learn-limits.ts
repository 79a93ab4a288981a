import type { LimitObservation } from '../../domain/limits.ts';
import { createSlice } from '../windows/window.ts';
import type { QuotaGroup } from './quota-group.ts';
import type { Reservation } from './reservation.ts';

/**
 * Takes over what an answer, or an error, said of the limits of the group that its call went to.
 *
 * @returns whether another call like it would have to wait now
 */
export function learnLimits(
  group: QuotaGroup,
  reservation: Reservation,
  observations: readonly LimitObservation[],
  now: number,
): boolean {
  for (const observation of observations) takeOver(group, reservation, observation, now);
  return group.earliest(reservation.charge, now) > now;
}

/**
 * The vendor refused a call for a limit, and it has ended. Where the vendor only named the limit, it is what was let in.
 *
 * @returns whether another call like it would have to wait now: then the refusal is understood
 */
export function learnFromRefusal(
  group: QuotaGroup,
  reservation: Reservation,
  observations: readonly LimitObservation[],
  now: number,
): boolean {
  learnLimits(group, reservation, observations, now);
  for (const { name, limit, remaining = 0 } of observations) {
    if (limit === undefined && remaining === 0) group.onRefusal(reservation, name, now);
  }
  if (observations.length === 0) group.onRefusal(reservation, undefined, now);
  return group.earliest(reservation.charge, now) > now;
}

function takeOver(group: QuotaGroup, reservation: Reservation, observation: LimitObservation, now: number): void {
  const { name, limit, remaining } = observation;
  if (limit !== undefined && limit > 0) group.setLimit(name, limit, 'learned', now);
  // What is left says nothing without the limit that it is left of.
  if (limit === undefined || remaining === undefined || name === 'maxConcurrent') return;
  const dimension = group.dimension(name, now);
  if (dimension.source === 'unknown') return;
  if (!isComparable(group, reservation, observation, now)) return;
  // Ours may hold calls that were not in the vendor's count yet: only what is beyond all of ours was used by others. Where a
  // share of the key is theirs by agreement, the part that is theirs is in the vendor's limit and not in ours.
  const foreign = dimension.window.size - remaining - reservation.countedAtMost(name);
  if (foreign <= 0) return;
  dimension.taken += foreign;
  dimension.window.take(createSlice(foreign), now);
}

/** A vendor that holds less at once than its limit has less left than the limit says, and nobody else has used it. */
function isComparable(
  group: QuotaGroup,
  { leftAt }: Reservation,
  { name, limit, remaining, resetMs }: LimitObservation,
  now: number,
): boolean {
  const { window } = group.dimension(name, now);
  if (limit === undefined || remaining === undefined || resetMs === undefined) return true;
  return window.learn?.({ limit, remaining, resetMs }, leftAt, now) ?? true;
}
