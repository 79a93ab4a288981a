import type { Vendor } from '@manyhands/simulator';
import type { BenchAccount, BenchTask } from './case.ts';

/** What a contender is given: all of it at once, with the limits as the owner states them. */
export interface Work {
  readonly accounts: readonly BenchAccount[];
  readonly tasks: readonly BenchTask[];
  baseUrl(vendor: Vendor): string;
}

/** A way to do a batch over several accounts. */
export interface Contender {
  readonly name: string;
  /** Whose way it is. */
  readonly source: string;
  /** Does the tasks; resolves with how many were done. */
  run(work: Work): Promise<number>;
}
