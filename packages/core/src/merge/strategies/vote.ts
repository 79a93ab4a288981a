import type { Json } from '../../domain/json.ts';
import { toKey } from './items.ts';
import type { Strategy } from './strategy.ts';

/** The most frequent output, as it was first spelled; of several the earliest. `null` when nothing was voted for. */
export const vote: Strategy = (results) => {
  const votes = new Map<string, { readonly output: Json; count: number }>();
  for (const { output } of results) {
    if (output === null) continue;
    const key = toKey(output);
    const cast = votes.get(key);
    if (cast === undefined) votes.set(key, { output, count: 1 });
    else cast.count += 1;
  }
  const [first, ...others] = votes.values();
  return others.reduce((best, next) => (next.count > (best?.count ?? 0) ? next : best), first)?.output ?? null;
};
