import type { Account } from '../domain/account.ts';
import type { LimitObservation } from '../domain/limits.ts';
import type { Target } from '../domain/target.ts';
import type { Usage } from '../domain/usage.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { Permit } from '../ports/balancer.ts';
import type { Clock } from '../ports/clock.ts';
import { learnFromRefusal, learnLimits } from './limits/learn-limits.ts';
import type { Reservation, Took } from './limits/reservation.ts';
import type { Choice } from './places/choose-place.ts';
import { sufferFailure } from './places/consequences.ts';
import type { Answer } from './sharing/exchanges.ts';
import type { LimitSharing } from './sharing/limit-sharing.ts';
import type { SharedReservation } from './sharing/shared-reservation.ts';
import type { Waiter } from './waiting/waiter.ts';

export interface PermitDeps {
  readonly clock: Clock;
  /** The permit is taken back after a while if nobody has ended it. @returns how to call that off */
  readonly lend?: ((takeBack: () => void) => () => void) | undefined;
  /** The call has ended, in whatever way. @param hasRoom there may be more room at its place than before */
  onEnded(choice: Choice, hasRoom: boolean): void;
}

/** Takes the room in every dimension at once, and gives back what was not needed when the call has ended. */
export class CallPermit implements Permit {
  readonly account: Account;
  readonly target: Target;
  readonly #waiter: Waiter;
  readonly #choice: Choice;
  readonly #deps: PermitDeps;
  readonly #reservation: Reservation;
  #shared: SharedReservation | undefined;
  #endLease: (() => void) | undefined;
  #hasLeft = false;
  #isOpen = true;

  constructor(waiter: Waiter, choice: Choice, deps: PermitDeps) {
    const { member, breaker, group } = choice.place;
    this.account = member.account;
    this.target = choice.target.target;
    this.#waiter = waiter;
    this.#choice = choice;
    this.#deps = deps;
    this.#reservation = group.quota.reserve(choice.charge, deps.clock.now());
    breaker.onStart();
  }

  /** Somebody has it now. */
  lend(): void {
    this.#endLease = this.#deps.lend?.(() => this.cancel());
  }

  /** Other processes take from the same limits. */
  share(sharing: LimitSharing, onAnswer: (answer: Answer) => void): void {
    const { place, charge } = this.#choice;
    const renew = () => this.#reservation.restamp(this.#deps.clock.now());
    this.#shared = sharing.reserve(place.group, charge, { renew, onAnswer });
  }

  async start(): Promise<void> {
    const { gate } = this.#choice.place.group;
    if (gate !== undefined) await gate();
    // Also where it has waited for others.
    if (gate !== undefined || this.#shared !== undefined) this.#reservation.restamp(this.#deps.clock.now());
    this.#waiter.signal.throwIfAborted();
    this.#shared?.start();
    this.#hasLeft = true;
  }

  settle(usage: Usage, limits: readonly LimitObservation[]): void {
    if (!this.#close()) return;
    const { place, target, charge } = this.#choice;
    const { quota, hold } = place.group;
    const now = this.#deps.clock.now();
    if (limits.length > 0) learnLimits(quota, this.#reservation, limits, now);
    quota.onAnswer(now);
    const hasRoom = this.#end(place.provider.quota.settle(usage, charge), now);
    place.breaker.onSuccess(now);
    hold.onAnswer(now);
    target.hold.onAnswer(now);
    target.lengths.learn(this.#waiter.request, usage);
    // What the vendor said may have made room too.
    this.#deps.onEnded(this.#choice, hasRoom || limits.length > 0);
  }

  fail(error: ProviderError): void {
    if (!this.#close()) return;
    const { place, target } = this.#choice;
    const { quota } = place.group;
    const now = this.#deps.clock.now();
    const hasRoom = this.#end(tookOf(error), now);
    const learn = error.kind === 'rate-limited' ? learnFromRefusal : learnLimits;
    const isUnderstood = learn(quota, this.#reservation, error.limits, now);
    sufferFailure({ place, hold: target.hold, error, isUnderstood }, now);
    this.#deps.onEnded(this.#choice, hasRoom || error.limits.length > 0);
  }

  cancel(): void {
    if (!this.#close()) return;
    this.#choice.place.breaker.onNeither();
    this.#deps.onEnded(this.#choice, this.#end(this.#hasLeft ? 'reserved' : 'nothing', this.#deps.clock.now()));
  }

  /** @returns whether there is more room now */
  #end(took: Took, now: number): boolean {
    this.#shared?.end(took);
    return this.#choice.place.group.quota.end(this.#reservation, took, now);
  }

  /** @returns whether it was open until now */
  #close(): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#endLease?.();
    return true;
  }
}

/** Who was refused took nothing that the vendor did not tell; who has no valid key has no limits. */
function tookOf({ kind }: ProviderError): Took {
  return kind === 'rate-limited' || kind === 'credential' ? 'nothing' : 'reserved';
}
