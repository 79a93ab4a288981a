import type { Provider } from '@manyhands/core';
import { providerContract, type ProviderUnderTest, type ServerFault } from '@manyhands/core/testing';
import { createSimulator, type Fault, type Vendor } from '@manyhands/simulator';
import { describe, it } from 'vitest';
import { anthropic, deepseek, gemini, openai, qwen } from '../src/index.ts';

const KEY = 'sk-contract-key-of-the-test';

const FAULTS: Readonly<Record<ServerFault, Fault>> = {
  'rate-limited': { type: 'rate-limited', retryAfterMs: 2_000 },
  'server-error': { type: 'server-error' },
  reset: { type: 'reset' },
  'cut-stream': { type: 'cut' },
  hang: { type: 'hang' },
};

/** The official SDK of a vendor, over HTTP, at the simulated one. */
async function atSimulatedVendor(vendor: Vendor, provider: Provider): Promise<ProviderUnderTest> {
  const simulator = await createSimulator({ accounts: [{ vendor, key: KEY }] });
  const count = () => simulator.counts()[0]!;
  return {
    provider,
    model: provider.defaultModel ?? 'model',
    key: KEY,
    baseUrl: simulator.baseUrl(vendor),
    requests: () => count().accepted + count().refused + count().failed,
    aborted: () => count().aborted,
    inject: (fault) => void simulator.inject(FAULTS[fault]),
    close: () => simulator.close(),
  };
}

describe.each<[string, Vendor, () => Provider]>([
  ['openai', 'openai', openai],
  ['anthropic', 'anthropic', anthropic],
  ['gemini with @google/genai', 'gemini', () => gemini({ sdk: '@google/genai' })],
  ['gemini with @google/generative-ai', 'gemini', () => gemini({ sdk: '@google/generative-ai' })],
  ['deepseek', 'deepseek', deepseek],
  ['qwen', 'qwen', qwen],
])('%s keeps the promises of a provider', (_, vendor, create) => {
  for (const { name, run } of providerContract) it(name, () => run(() => atSimulatedVendor(vendor, create())));
});
