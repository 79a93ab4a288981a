import type { Target } from '../domain/target.ts';
import type { Provider } from '../ports/provider.ts';

/**
 * Has the providers of a route load what their first call would load, before leave for that call is asked: the limits count
 * from the moment leave is given, so nothing slow may come between. Once loaded it costs nothing.
 */
export function createProviderLoader(providers: ReadonlyMap<string, Provider>) {
  const loading = new Map<string, Promise<void>>();
  const loaded = new Set<string>();

  function load(id: string): Promise<void> {
    const known = loading.get(id);
    if (known !== undefined) return known;
    // What cannot be loaded is said by the call that needs it.
    const load = Promise.resolve(providers.get(id)?.load?.()).then(
      () => void loaded.add(id),
      () => void loaded.add(id),
    );
    loading.set(id, load);
    return load;
  }

  return async (targets: readonly Target[]): Promise<void> => {
    const missing = targets.filter(({ provider }) => !loaded.has(provider));
    if (missing.length > 0) await Promise.all(missing.map(({ provider }) => load(provider)));
  };
}
