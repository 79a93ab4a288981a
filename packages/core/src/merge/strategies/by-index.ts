import { toText } from '../to-text.ts';
import { toKey } from '../../run/same-value.ts';
import { toItems } from './items.ts';
import type { Strategy } from './strategy.ts';

/** Every value once, as it was first spelled, with the pieces it stands in: `{ Ahab: [27, 28], … }`, counted from 0. */
export const byIndex: Strategy = (results) => {
  const places = new Map<string, { readonly name: string; readonly pieces: Set<number> }>();
  for (const { value, piece } of toItems(results)) {
    const key = toKey(value);
    const place = places.get(key) ?? { name: toText(value), pieces: new Set() };
    places.set(key, place);
    if (piece !== undefined) place.pieces.add(piece);
  }
  const entries = [...places.values()].map(({ name, pieces }) => [name, [...pieces]] as const);
  return Object.fromEntries(entries);
};
