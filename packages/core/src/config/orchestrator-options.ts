import type { CacheOptions } from './check-cache.ts';
import type { AccountInput } from '../domain/account.ts';
import type { AppFunction } from '../domain/app-function.ts';
import type { ReasoningEffort } from '../domain/reasoning-effort.ts';
import type { PriceTable } from '../domain/usage.ts';
import type { Templates } from '../defaults/prompts/prompts.ts';
import type { Settings } from '../defaults/settings.ts';
import type { AccountSource } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { LimitStore } from '../ports/limit-store.ts';
import type { Planner } from '../ports/planner.ts';
import type { Provider } from '../ports/provider.ts';
import type { Retention } from '../domain/retention.ts';
import type { Store } from '../ports/store.ts';
import type { Transport } from '../ports/transport.ts';

export type ProviderId<Providers extends readonly Provider[]> = Providers[number]['id'];

/** The models that the type of a provider names; any other string is accepted too. */
type ModelOf<Providers extends readonly Provider[], Id extends string> = NonNullable<
  Extract<Providers[number], { readonly id: Id }>['modelType']
>;

/** The model that plans, clarifies, and judges. */
export type PlannerTarget<Providers extends readonly Provider[]> = {
  readonly [Id in ProviderId<Providers>]: {
    readonly provider: Id;
    readonly model: ModelOf<Providers, Id>;
    /** Default: the vendor's own. */
    readonly reasoning?: ReasoningEffort;
    /** Default: the vendor's own. */
    readonly temperature?: number;
    readonly maxOutputTokens?: number;
  };
}[ProviderId<Providers>];

/** `provider:model`. */
export type TargetName<Providers extends readonly Provider[]> = `${ProviderId<Providers>}:${string}`;

/** Who may serve the tasks of a route, in order of preference. */
export type Routes<Providers extends readonly Provider[]> = Readonly<Record<string, readonly TargetName<Providers>[]>>;

export interface SharedLimits {
  readonly store: LimitStore;
  /**
   * While the store cannot be reached, `wait`: no call leaves. `share`: once nothing that others took counts any more, each
   * process goes on with its part of every limit, by how many there were; limits of a day wait all the same. That is safe while
   * all have lost the store; one that alone cannot reach it takes its part on top of what the others take. Default `wait`.
   */
  readonly whenAway?: 'wait' | 'share';
}

export interface PoolOptions<Providers extends readonly Provider[]> {
  /** Adapters to the vendors, e.g. `[openai(), anthropic()]`. Their ids are distinct. */
  readonly providers: Providers;
  /**
   * The accounts to use: a list, ids are distinct, or `storedAccounts(…)`, which may change while processes use them. Of those
   * the ones of other providers are passed over; they are yours to close.
   */
  readonly accounts: readonly (AccountInput & { readonly provider: ProviderId<Providers> })[] | AccountSource;
  /** How tasks get to workers: `memoryTransport()`, `kafkaTransport(…)` or your own. */
  readonly transport: Transport;
  /**
   * Routes beside those that exist by default: one per provider that has a default model, named by its id; `any`, all of
   * these; `planner`. A route of the same name takes the place of the default one.
   */
  readonly routes?: Routes<Providers>;
  /** Your own prices by `provider:model`, in US dollars per million tokens. They go before the vendors' lists. */
  readonly prices?: PriceTable;
  /**
   * Where a call goes when several accounts could take it at once and its route does not say which comes first: to the one whose
   * limits are least used (`spread`), or to the cheapest. Default `spread`.
   */
  readonly prefer?: 'spread' | 'cheapest';
  /**
   * A call that takes much longer than its like is sent a second time, to another account that is free, and the answer that
   * comes first counts. `maxExtraCost`: part of what all answers cost that second calls may cost on top, at most, 0 to 1; each
   * is counted at the most it could cost. Streamed calls, and those whose price nobody knows, are sent once. Default: all are.
   *
   * @example
   * hedge: { maxExtraCost: 0.05 }
   */
  readonly hedge?: { readonly maxExtraCost: number };
  /**
   * Where processes that use the same accounts count their limits together, e.g. `postgresLimitStore(…)`; closed with the worker.
   * Default: each account is used by this process alone.
   */
  readonly limits?: SharedLimits;
  readonly settings?: Partial<Settings>;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

export interface OrchestratorOptions<Providers extends readonly Provider[]> extends PoolOptions<Providers> {
  /** A model that plans and judges, or a planner of your own. */
  readonly planner: PlannerTarget<Providers> | Planner;
  /** Functions that plans may use beside models; see `defineFunction`. They run in this process. */
  readonly functions?: readonly AppFunction[];
  /** What is said to models, in place of the standard prompts (`src/defaults/prompts`). */
  readonly prompts?: Templates;
  /** Where runs are kept. Default: in memory, as long as the process lives. */
  readonly store?: Store;
  /** Which ended runs the store keeps; the others are removed in the background. Default: all are kept. */
  readonly retention?: Retention;
  /** Answers that were given before are given again instead of called for. Default: every call is made. */
  readonly cache?: CacheOptions;
  /** `false`: this process calls no model; workers elsewhere do. Default `true`. */
  readonly worker?: boolean;
}

export type WorkerOptions<Providers extends readonly Provider[]> = PoolOptions<Providers>;
