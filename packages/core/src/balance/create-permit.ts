import type { LimitObservation } from '../domain/limits.ts';
import { toTargetName } from '../domain/target.ts';
import type { Usage } from '../domain/usage.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { Permit } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Consequences } from './consequences.ts';
import type { Choice } from './choose-place.ts';
import { learnLimits } from './learn-limits.ts';

export interface PermitDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly consequences: Consequences;
  /** Lengths of what was asked and answered. */
  learn(usage: Usage): void;
  /** There may be room for others now. */
  onChange(): void;
}

/** Takes the room in every dimension at once, and gives back what was not needed when the call has ended. */
export function createPermit({ place, charge }: Choice, deps: PermitDeps): Permit {
  const { clock, consequences, onChange } = deps;
  const { group, breaker, member, target, gate, provider } = place;
  const reservation = group.reserve(charge, clock.now());
  breaker.onStart();
  let hasLeft = false;
  let isOpen = true;

  function end(how: (now: number) => void): void {
    if (!isOpen) return;
    isOpen = false;
    how(clock.now());
    onChange();
  }

  async function start(): Promise<void> {
    if (gate !== undefined) {
      await gate();
      reservation.restamp(clock.now());
    }
    deps.signal.throwIfAborted();
    hasLeft = true;
  }

  return {
    account: member.account,
    target,
    start,
    settle(usage: Usage, limits: readonly LimitObservation[]) {
      end((now) => {
        reservation.settle(provider.quota.settle(usage, charge), now);
        breaker.onSuccess();
        group.concurrency.onAnswer();
        consequences.onAnswer(group.key, toTargetName(target));
        learnLimits(group, limits, now);
        deps.learn(usage);
      });
    },
    fail(error: ProviderError) {
      end((now) => {
        if (isUncounted(error)) reservation.release(now);
        else reservation.keep();
        learnLimits(group, error.limits, now);
        consequences.onFailure(place, error, now);
      });
    },
    cancel() {
      end((now) => {
        if (hasLeft) reservation.keep();
        else reservation.release(now);
        breaker.onNeither();
      });
    },
  };
}

/** A refused call took nothing from the limits that are counted in answers; who has no valid key has no limits. */
function isUncounted({ kind }: ProviderError): boolean {
  return kind === 'credential';
}
