import type { AccountInput, Limits } from '@manyhands/core';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';
import { createSimulator, VENDORS, type Latency, type Vendor } from '@manyhands/simulator';
import type { Pool } from './pool.ts';
import { countAccounts } from './vendor-pool.ts';

/** How the accounts of a simulated vendor are held. */
export interface SimulatedVendor {
  readonly accounts: number;
  readonly limits: Limits;
  readonly latency: Latency;
}
export type SimulatedVendors = Readonly<Record<Vendor, SimulatedVendor>>;

/**
 * Limits in the kind and order of the vendors' lowest tiers, tight enough that every vendor's limit binds while a book is
 * read: requests at OpenAI, input tokens at Anthropic and Gemini, calls at once at DeepSeek, requests a second at Qwen.
 */
export const VENDORS_OF_THE_DEMO: SimulatedVendors = {
  openai: {
    accounts: 4,
    limits: { requestsPerMinute: 5, tokensPerMinute: 60_000 },
    latency: { firstTokenMs: 500, tokensPerSecond: 140 },
  },
  anthropic: {
    accounts: 4,
    limits: { requestsPerMinute: 20, inputTokensPerMinute: 20_000, outputTokensPerMinute: 8_000 },
    latency: { firstTokenMs: 700, tokensPerSecond: 120 },
  },
  gemini: {
    accounts: 4,
    limits: { requestsPerMinute: 10, tokensPerMinute: 25_000, requestsPerDay: 250 },
    latency: { firstTokenMs: 400, tokensPerSecond: 200 },
  },
  deepseek: {
    accounts: 3,
    limits: { maxConcurrent: 2 },
    latency: { firstTokenMs: 900, tokensPerSecond: 120 },
  },
  qwen: {
    accounts: 4,
    limits: { requestsPerMinute: 60, tokensPerMinute: 100_000 },
    latency: { firstTokenMs: 600, tokensPerSecond: 120 },
  },
};

/** Starts local vendors, several accounts each, and the official SDKs' adapters that talk to them over HTTP. */
export async function startSimulatedPool(vendors: SimulatedVendors = VENDORS_OF_THE_DEMO): Promise<Pool> {
  const accounts = VENDORS.flatMap((vendor) => toAccounts(vendor, vendors[vendor]));
  const simulator = await createSimulator({
    accounts: accounts.map(({ id, provider, apiKey, limits }) => ({ id, vendor: provider, key: apiKey, limits })),
    latency: Object.fromEntries(VENDORS.map((vendor) => [vendor, vendors[vendor].latency])),
  });
  const atSimulator = (account: (typeof accounts)[number]): AccountInput => ({
    ...account,
    baseUrl: simulator.baseUrl(account.provider),
  });
  const planner = deepseek();
  return {
    kind: 'simulated',
    notice: `SIMULATED vendors on this machine (no API key found): ${countAccounts(accounts)}. No model thinks here and no money is spent.`,
    planner: { provider: 'deepseek', model: planner.defaultModel ?? 'deepseek-v4-pro' },
    providers: [openai(), anthropic(), gemini(), planner, qwen()],
    accounts: accounts.map(atSimulator),
    // The vendors work in this process, so a call may reach them late when many start at once.
    settings: { limitGuardMs: 1_000 },
    tallies: () =>
      simulator.counts().map(({ account, accepted, refused }) => ({ accountId: account, accepted, refused })),
    close: () => simulator.close(),
  };
}

function toAccounts(vendor: Vendor, { accounts, limits }: SimulatedVendor) {
  return Array.from({ length: accounts }, (_, index) => ({
    id: `${vendor}-${index + 1}`,
    provider: vendor,
    apiKey: `simulated-${vendor}-key-${index + 1}`,
    limits,
  })) satisfies AccountInput[];
}
