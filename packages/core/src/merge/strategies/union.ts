import type { Json } from '../../domain/json.ts';
import { toKey } from '../../run/same-value.ts';
import { toItems } from './items.ts';
import type { Strategy } from './strategy.ts';

/** Every value once, as it was first spelled. */
export const union: Strategy = (results) => {
  const values = new Map<string, Json>();
  for (const { value } of toItems(results)) {
    const key = toKey(value);
    if (!values.has(key)) values.set(key, typeof value === 'string' ? value.trim() : value);
  }
  return [...values.values()];
};
