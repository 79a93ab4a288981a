import { ConfigError } from '../errors/config-error.ts';
import type { LimitStore } from '../ports/limit-store.ts';
import type { SharedLimits } from './orchestrator-options.ts';

/** @throws ConfigError */
export function checkSharedLimits(value: unknown): Required<SharedLimits> {
  const { store, whenAway = 'wait' } = (value ?? {}) as { readonly store?: unknown; readonly whenAway?: unknown };
  if (!isLimitStore(store)) {
    const message = 'This is no limit store; give one, e.g. { store: postgresLimitStore({ connectionString }) }.';
    throw new ConfigError(message, { code: 'MANYHANDS_NO_LIMIT_STORE', path: 'limits.store' });
  }
  if (whenAway === 'wait' || whenAway === 'share') return { store, whenAway };
  throw new ConfigError('It is "wait" or "share".', { code: 'MANYHANDS_BAD_OPTION', path: 'limits.whenAway' });
}

function isLimitStore(value: unknown): value is LimitStore {
  const { exchange, close } = (value ?? {}) as Partial<LimitStore>;
  return typeof exchange === 'function' && typeof close === 'function';
}
