import { LIMIT_NAMES, type Charge, type LimitName, type Limits } from '../../domain/limits.ts';
import type { LimitView } from '../../ports/balancer.ts';
import { Dimension, type DimensionOptions, type LimitSource } from './dimension.ts';
import type { LimitShape } from './limit-shape.ts';
import { Reservation, type Took } from './reservation.ts';
import { SoughtCalls } from './sought-calls.ts';

/** Room that somebody waits for, and others leave. */
export interface Claim {
  readonly charge: Charge;
  /** Epoch ms: when there will be room for it. */
  readonly at: number;
}

/** Calls that may start at once if nothing was taken before, and then by the millisecond. */
export interface Pace {
  readonly atOnce: number;
  readonly perMs: number;
}

export interface QuotaGroupOptions extends DimensionOptions {
  readonly family: string;
  readonly limits: Limits;
  /** Limits that follow from stated ones. */
  derive?(limits: Limits): Limits;
}

const PACING: ReadonlySet<LimitName> = new Set(['requestsPerSecond', 'requestsPerMinute']);

/** What the vendor counts together: an account, or several of one organisation, × a model family. */
export class QuotaGroup {
  readonly family: string;
  readonly #options: QuotaGroupOptions;
  /** Calls under way are a chain, the youngest first. */
  #youngest: Reservation | undefined;
  #inFlight = 0;
  readonly #sought = new SoughtCalls();
  #dimensions: readonly Dimension[] = [];
  /** Those of them that have a limit. */
  #limited: readonly Dimension[] = [];

  constructor(options: QuotaGroupOptions) {
    this.family = options.family;
    this.#options = options;
    this.restate(options.limits, 0);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Epoch ms when the charge fits in every dimension; `now` if it fits now, infinite while only the end of a call can help. */
  earliest(charge: Charge, now: number): number {
    if (this.#limited.length === 0) return this.inFlight < this.#sought.atOnce ? now : Number.POSITIVE_INFINITY;
    let at = now;
    for (const dimension of this.#limited) at = Math.max(at, dimension.window.earliest(dimension.of(charge), now));
    return at;
  }

  /** Whether the charge can be taken now and still leave the room that is claimed. */
  fitsBeside(claim: Claim, charge: Charge, now: number): boolean {
    return this.#limited.every((dimension) => {
      const { window } = dimension;
      // Who waits for the end of a call claims nothing.
      if (dimension.name === 'maxConcurrent') return true;
      const claimed = Math.min(dimension.of(claim.charge), window.size);
      return window.used(now, claim.at) + claimed + dimension.of(charge) <= window.size;
    });
  }

  /** How full the tightest dimension is: 0 to 1. */
  fill(now: number): number {
    if (this.#limited.length === 0) return this.inFlight / this.#sought.atOnce;
    let highest = 0;
    for (const { window } of this.#limited) highest = Math.max(highest, window.used(now) / window.size);
    return highest;
  }

  /** How many calls it lets start at best; infinite where nobody limits them. */
  pace(): Pace {
    let slowest: Pace = { atOnce: Number.POSITIVE_INFINITY, perMs: Number.POSITIVE_INFINITY };
    for (const { name, windowMs, window } of this.#limited) {
      const perMs = window.limit / windowMs;
      if (PACING.has(name) && perMs < slowest.perMs) slowest = { atOnce: window.size, perMs };
    }
    return slowest;
  }

  /** The largest part of a limit that the charge takes: 0 to 1 and, for a charge beyond a limit, more. */
  part(charge: Charge): number {
    if (this.#limited.length === 0) return 1 / this.#sought.atOnce;
    let largest = 0;
    for (const dimension of this.#limited) {
      largest = Math.max(largest, dimension.of(charge) / dimension.window.size);
    }
    return largest;
  }

  /** Takes all dimensions at once, whether there is room or not. */
  reserve(charge: Charge, now: number): Reservation {
    const reservation = new Reservation(this.#dimensions, charge, now);
    reservation.older = this.#youngest;
    if (this.#youngest !== undefined) this.#youngest.younger = reservation;
    this.#youngest = reservation;
    this.#inFlight += 1;
    return reservation;
  }

  /** The call has ended. @returns whether there is more room now */
  end(reservation: Reservation, took: Took, now: number): boolean {
    const { older, younger } = reservation;
    if (older !== undefined) older.younger = younger;
    if (younger === undefined) this.#youngest = older;
    else younger.older = older;
    this.#inFlight -= 1;
    return reservation.end(took, now);
  }

  /** The vendor's own limit, of which a share is ours. */
  setLimit(name: LimitName, limit: number, source: LimitSource, now: number): void {
    this.dimension(name, now).setLimit(limit, source, now);
    this.#listLimited();
  }

  /** Other limits are stated now. */
  restate(limits: Limits, now: number): void {
    const stated: Limits = { ...this.#options.derive?.(limits), ...limits };
    for (const name of LIMIT_NAMES) {
      const limit = stated[name];
      if (limit !== undefined) this.setLimit(name, limit, 'stated', now);
    }
  }

  /** One that was not there yet counts from now on. */
  dimension(name: LimitName, now: number): Dimension {
    const known = this.#dimensions.find((dimension) => dimension.name === name);
    if (known !== undefined) return known;
    const created = new Dimension(name, now, this.#options);
    this.#dimensions = [...this.#dimensions, created];
    // Nobody knows what was taken before, but for the calls under way.
    for (let open = this.#youngest; open !== undefined; open = open.older) open.extend(created, now);
    return created;
  }

  /** A call was answered; it still counts as under way. */
  onAnswer(now: number): void {
    this.#sought.onAnswer();
    for (const dimension of this.#limited) dimension.onAnswer(now);
  }

  /** The vendor refused a call that has ended, for this limit if it named one, and did not say what the limit is. */
  onRefusal({ leftAt }: Reservation, name: LimitName | undefined, now: number): void {
    if (name === undefined) return this.#sought.onRefusal(this.inFlight + 1, leftAt, now);
    this.dimension(name, now).counted.onRefusal(leftAt, now);
    this.#listLimited();
  }

  /** For a store that counts them for several processes. */
  shapes(): readonly LimitShape[] {
    return this.#limited.map((dimension) => dimension.shape());
  }

  /** Whether all that counts now is within this part of every limit. */
  isWithin(part: number, now: number): boolean {
    return this.#limited.every(({ window }) => window.used(now) <= Math.floor(window.size * part));
  }

  limits(now: number): readonly LimitView[] {
    return this.#limited.map((dimension) => toView(dimension, now));
  }

  #listLimited(): void {
    this.#limited = this.#dimensions.filter(({ source }) => source !== 'unknown');
  }
}

function toView({ name, window, source }: Dimension, now: number): LimitView {
  const used = window.used(now);
  return {
    name,
    limit: window.limit,
    ...(window.size < window.limit && { burst: window.size }),
    used,
    free: Math.max(0, window.size - used),
    source: source === 'stated' ? 'stated' : 'learned',
  };
}
