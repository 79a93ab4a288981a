import * as z from 'zod';
import { accountSchema, type Account } from '../domain/account.ts';
import { fromTargetName, type Target } from '../domain/target.ts';
import { ConfigError } from '../errors/config-error.ts';
import { DEFAULT_SETTINGS, type Settings } from '../defaults/settings.ts';
import { systemClock } from '../defaults/system-clock.ts';
import type { AccountSource } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider } from '../ports/provider.ts';
import type { Transport } from '../ports/transport.ts';
import { priceSchema, type PriceTable } from '../domain/usage.ts';
import { checkDistinct } from './check-distinct.ts';
import { checkSharedLimits } from './check-shared-limits.ts';
import type { SharedLimits } from './orchestrator-options.ts';
import { toConfigError } from './to-config-error.ts';

/** What every process that calls models works with, checked. */
export interface Pool {
  readonly providers: ReadonlyMap<string, Provider>;
  /** Those that were given as a list. */
  readonly accounts: readonly Account[];
  /** Where they come from instead. */
  readonly accountSource?: AccountSource;
  /** Providers that have accounts, where that is known only when a run begins. Missing: those of all routes. */
  readonly served?: ReadonlySet<string>;
  readonly transport: Transport;
  readonly routes: ReadonlyMap<string, readonly Target[]>;
  readonly prices: PriceTable;
  readonly prefer: 'spread' | 'cheapest';
  readonly hedge?: { readonly maxExtraCost: number };
  readonly limits?: Required<SharedLimits>;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** As a caller without types may give it. */
export interface UncheckedPool {
  readonly providers?: unknown;
  readonly accounts?: unknown;
  readonly transport?: unknown;
  readonly routes?: unknown;
  readonly prices?: unknown;
  readonly prefer?: unknown;
  readonly hedge?: unknown;
  readonly limits?: unknown;
  readonly settings?: unknown;
  readonly clock?: unknown;
}

/** @throws ConfigError for the first thing that is wrong, before anything is started. */
export function checkPool(options: UncheckedPool): Pool {
  const providers = checkProviders(options.providers);
  const accountSource = isAccountSource(options.accounts) ? options.accounts : undefined;
  const accounts = accountSource === undefined ? checkAccounts(options.accounts, providers) : [];
  const served = accountSource === undefined ? accounts.map(({ provider }) => provider) : providers.keys();
  return {
    providers,
    accounts,
    ...(accountSource !== undefined && { accountSource }),
    transport: checkTransport(options.transport),
    routes: checkRoutes(options.routes, providers, new Set(served)),
    prices: parse(z.record(z.string(), priceSchema), options.prices ?? {}, 'prices'),
    prefer: parse(z.enum(['spread', 'cheapest']), options.prefer ?? 'spread', 'prefer'),
    ...(options.hedge !== undefined && { hedge: parse(hedgeSchema, options.hedge, 'hedge') }),
    ...(options.limits !== undefined && { limits: checkSharedLimits(options.limits) }),
    settings: checkSettings(options.settings),
    clock: (options.clock as Clock | undefined) ?? systemClock,
  };
}

function checkProviders(value: unknown): ReadonlyMap<string, Provider> {
  if (!Array.isArray(value) || value.length === 0) {
    throw new ConfigError('Give at least one provider, e.g. [openai()].', {
      code: 'MANYHANDS_NO_PROVIDER',
      path: 'providers',
    });
  }
  const providers = new Map<string, Provider>();
  for (const [index, provider] of (value as unknown[]).entries()) {
    const path = `providers[${index}]`;
    if (!isProvider(provider)) {
      throw new ConfigError('This is not a provider: call the factory, e.g. openai().', {
        code: 'MANYHANDS_NOT_A_PROVIDER',
        path,
      });
    }
    if (providers.has(provider.id)) {
      const message = `There are two providers "${provider.id}"; give one another id, e.g. openai({ id: 'ollama', … }).`;
      throw new ConfigError(message, { code: 'MANYHANDS_DUPLICATE_PROVIDER', path: `${path}.id` });
    }
    providers.set(provider.id, provider);
  }
  return providers;
}

function isProvider(value: unknown): value is Provider {
  const { id, generate, stream } = (value ?? {}) as Partial<Provider>;
  return typeof id === 'string' && typeof generate === 'function' && typeof stream === 'function';
}

function isAccountSource(value: unknown): value is AccountSource {
  const { follow, list } = (value ?? {}) as Partial<AccountSource>;
  return typeof follow === 'function' && typeof list === 'function';
}

function checkAccounts(value: unknown, providers: ReadonlyMap<string, Provider>): readonly Account[] {
  if (!Array.isArray(value) || value.length === 0) {
    const message = 'Give at least one account: { id, provider, apiKey }; or storedAccounts(…).';
    throw new ConfigError(message, { code: 'MANYHANDS_NO_ACCOUNTS', path: 'accounts' });
  }
  const accounts = value.map((account: unknown, index) => checkAccount(account, `accounts[${index}]`, providers));
  checkDistinct(accounts);
  return accounts;
}

/** @throws ConfigError */
export function checkAccount(value: unknown, path: string, providers: ReadonlyMap<string, Provider>): Account {
  const { apiKey, provider } = (value ?? {}) as { apiKey?: unknown; provider?: unknown };
  if (apiKey === undefined || apiKey === null || (typeof apiKey === 'string' && apiKey.trim() === '')) {
    const message = 'This account has no key; set apiKey, e.g. from process.env.';
    throw new ConfigError(message, { code: 'MANYHANDS_ACCOUNT_KEY', path: `${path}.apiKey` });
  }
  const account = parse(accountSchema, value, path);
  if (providers.has(account.provider)) return account;
  const message = `There is no provider "${String(provider)}"; known are ${[...providers.keys()].join(', ')}.`;
  throw new ConfigError(message, { code: 'MANYHANDS_UNKNOWN_PROVIDER', path: `${path}.provider` });
}

const hedgeSchema = z.strictObject({ maxExtraCost: z.number().positive().max(1) });

const TRANSPORT_METHODS = ['publish', 'consume', 'report', 'subscribe', 'control', 'close'] as const;

function checkTransport(value: unknown): Transport {
  const transport = (value ?? {}) as Record<string, unknown>;
  const missing = TRANSPORT_METHODS.filter((method) => typeof transport[method] !== 'function');
  if (missing.length === 0) return value as Transport;
  const what =
    missing.length === TRANSPORT_METHODS.length
      ? 'This is no transport'
      : `This transport has no ${missing.join(', ')}`;
  const message = `${what}; give one, e.g. memoryTransport() of @manyhands/adapter-memory.`;
  throw new ConfigError(message, { code: 'MANYHANDS_NO_TRANSPORT', path: 'transport' });
}

function checkSettings(value: unknown): Settings {
  const amount = z.number().positive();
  const shape = Object.fromEntries(Object.keys(DEFAULT_SETTINGS).map((name) => [name, amount.optional()]));
  return { ...DEFAULT_SETTINGS, ...(parse(z.strictObject(shape), value ?? {}, 'settings') as Partial<Settings>) };
}

function checkRoutes(
  value: unknown,
  providers: ReadonlyMap<string, Provider>,
  served: ReadonlySet<string>,
): ReadonlyMap<string, readonly Target[]> {
  const routes = defaultRoutes(providers, served);
  const named = parse(z.record(z.string().min(1), z.array(z.string()).min(1)), value ?? {}, 'routes');
  for (const [name, targets] of Object.entries(named)) {
    routes.set(
      name,
      targets.map((target, index) => checkTarget(target, `routes.${name}[${index}]`, providers)),
    );
  }
  return routes;
}

function defaultRoutes(
  providers: ReadonlyMap<string, Provider>,
  served: ReadonlySet<string>,
): Map<string, readonly Target[]> {
  const routes = new Map<string, readonly Target[]>();
  for (const { id, defaultModel } of providers.values()) {
    if (defaultModel !== undefined && served.has(id)) routes.set(id, [{ provider: id, model: defaultModel }]);
  }
  const all = [...routes.values()].flat();
  if (all.length > 0) routes.set('any', all);
  return routes;
}

/** @throws ConfigError */
function checkTarget(name: string, path: string, providers: ReadonlyMap<string, Provider>): Target {
  const target = fromTargetName(name);
  if (target === undefined) {
    const message = `"${name}" names no model; write provider:model.`;
    throw new ConfigError(message, { code: 'MANYHANDS_BAD_TARGET', path });
  }
  if (providers.has(target.provider)) return target;
  const message = `There is no provider "${target.provider}"; known are ${[...providers.keys()].join(', ')}.`;
  throw new ConfigError(message, { code: 'MANYHANDS_UNKNOWN_PROVIDER', path });
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw toConfigError(parsed.error, path);
}
