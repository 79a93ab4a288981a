import { memoryResponseCache, memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, ProviderError, type CacheOptions } from '../../src/index.ts';
import { scriptedProvider, type ScriptedAnswer, type ScriptedCall } from '../../src/testing/index.ts';

const PRICE = { inputUsdPerMillion: 1, outputUsdPerMillion: 1_000 };

/** The first call never ends, unless it is aborted. */
export function hangFirst({ index, context: { signal } }: ScriptedCall): ScriptedAnswer | Promise<ScriptedAnswer> {
  if (index > 0) return 'ok';
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new ProviderError('aborted', { kind: 'aborted', provider: 'one' })));
  });
}

interface Options {
  readonly answer?: (call: ScriptedCall) => ScriptedAnswer | Promise<ScriptedAnswer>;
  readonly cache?: Partial<CacheOptions>;
}

/** An orchestrator with a response cache over two scripted providers. */
export function withCache({ answer = ({ index }) => `answer ${index}`, cache }: Options = {}) {
  const provider = scriptedProvider({ id: 'one', answer, price: PRICE });
  const other = scriptedProvider({ id: 'two', answer, price: PRICE });
  const store = cache?.store ?? memoryResponseCache();
  const orchestrator = createOrchestrator({
    planner: { provider: 'one', model: 'm' },
    providers: [provider, other],
    accounts: [
      { id: 'a', provider: 'one', apiKey: 'sk-secret' },
      { id: 'b', provider: 'two', apiKey: 'sk-secret' },
    ],
    routes: { any: ['one:scripted-model'], both: ['two:scripted-model', 'one:scripted-model'] },
    transport: memoryTransport(),
    cache: { ...cache, store },
    settings: { retryPauseMs: 1 },
  });
  return { orchestrator, provider, other, store };
}
