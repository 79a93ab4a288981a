import * as z from 'zod';
import { cacheUseSchema, type CacheUse } from '../domain/cache-use.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ResponseCache } from '../ports/response-cache.ts';
import { toConfigError } from './to-config-error.ts';

export interface CacheOptions extends CacheUse {
  /** Where answers are kept: `memoryResponseCache()`, `sqliteResponseCache(…)`, `postgresResponseCache(…)` or your own. */
  readonly store: ResponseCache;
}

/** The use of the cache by one run or call, nothing left open. */
export type CachePolicy = { readonly [Name in keyof CacheUse]-?: NonNullable<CacheUse[Name]> };

export interface CheckedCache {
  readonly store: ResponseCache;
  readonly policy: CachePolicy;
}

const DAY_MS = 86_400_000;

/** @throws ConfigError */
export function checkCache(value: unknown): CheckedCache | undefined {
  if (value === undefined) return undefined;
  const { store, ...use } = (value ?? {}) as Partial<CacheOptions>;
  if (typeof store?.find !== 'function' || typeof store.store !== 'function') {
    const message = 'Give a store of answers, e.g. { store: memoryResponseCache() }.';
    throw new ConfigError(message, { code: 'MANYHANDS_BAD_OPTION', path: 'cache.store' });
  }
  const { scope = 'app', maxAgeMs = DAY_MS } = parse(cacheUseSchema, use, 'cache');
  return { store, policy: { scope, maxAgeMs } };
}

/** @throws ConfigError */
export function checkCacheUse(value: unknown, path: string): CacheUse | false | undefined {
  return parse(z.union([z.literal(false), cacheUseSchema]).optional(), value, path);
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw toConfigError(parsed.error, path);
}
