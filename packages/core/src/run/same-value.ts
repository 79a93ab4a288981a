import type { Json } from '../domain/json.ts';

/** Equal for what means the same: texts are compared without case, accents' encoding, and white space around them. */
export function toKey(value: Json): string {
  return typeof value === 'string' ? `"${value.trim().normalize().toLowerCase()}` : JSON.stringify(value);
}

/** The most frequent value, as it was first spelled; of several the earliest. `null`s do not count; `null` when there is no other. */
export function mostFrequent(values: Iterable<Json>): Json {
  const votes = new Map<string, { readonly value: Json; count: number }>();
  for (const value of values) {
    if (value === null) continue;
    const key = toKey(value);
    const cast = votes.get(key);
    if (cast === undefined) votes.set(key, { value, count: 1 });
    else cast.count += 1;
  }
  const [first, ...others] = votes.values();
  return others.reduce((best, next) => (next.count > (best?.count ?? 0) ? next : best), first)?.value ?? null;
}
