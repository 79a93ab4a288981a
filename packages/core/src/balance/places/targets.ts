import { toTargetName, type Target } from '../../domain/target.ts';
import type { Provider } from '../../ports/provider.ts';
import { createLengths, type Lengths } from '../lengths/lengths.ts';
import { Hold } from './hold.ts';
import type { Place } from './place.ts';
import { createShelf, type Shelf } from './shelf.ts';

/** A model of a vendor, and all places of the pool that serve it. */
export interface PooledTarget {
  readonly name: string;
  readonly target: Target;
  /** Missing: this process does not have it. */
  readonly provider: Provider | undefined;
  readonly shelf: Shelf;
  readonly lengths: Lengths;
  /** Of the model itself, whatever the account. */
  readonly hold: Hold;
  /** By account. */
  readonly places: Map<string, Place>;
  inFlight: number;
}

/** The targets that were asked for so far. */
export interface Targets {
  of(target: Target): PooledTarget;
  all(): Iterable<PooledTarget>;
}

export function createTargets(
  providers: ReadonlyMap<string, Provider>,
  random: () => number,
  onOpened: (opened: PooledTarget) => void,
): Targets {
  const targets = new Map<string, PooledTarget>();

  function open(target: Target, name: string): PooledTarget {
    const opened = {
      name,
      target,
      provider: providers.get(target.provider),
      shelf: createShelf(),
      lengths: createLengths(),
      hold: new Hold(random),
      places: new Map<string, Place>(),
      inFlight: 0,
    };
    targets.set(name, opened);
    onOpened(opened);
    return opened;
  }

  return {
    of(target) {
      const name = toTargetName(target);
      return targets.get(name) ?? open(target, name);
    },
    all: () => targets.values(),
  };
}
