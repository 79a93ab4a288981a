import { LRUCache } from 'lru-cache';
import { type AccountBook, createAccountBook } from '../accounts/account-book.ts';
import { createFaultBook, type FaultBook } from '../faults/fault-book.ts';
import type { Draft } from '../models/model.ts';
import { createPromptCache, type PromptCache } from '../models/prompt-cache.ts';
import { readingModel } from '../models/reading-model.ts';
import type { Latency, RetryAfterForm, SimulatedModel, SimulatorOptions } from '../options.ts';
import { createRandom } from '../random.ts';
import type { Vendor } from '../vendor.ts';
import type { Ask } from '../wire/ask.ts';

/** What the requests to one simulator share. */
export interface World {
  readonly accounts: AccountBook;
  readonly faults: FaultBook;
  readonly retryAfter: RetryAfterForm | undefined;
  /** Requests with a key that no account has. */
  unknownKeys: number;
  now(): number;
  vendorNow(): number;
  random(): number;
  nextId(): string;
  models(vendor: Vendor, name: string): SimulatedModel | undefined;
  latency(vendor: Vendor): Latency | undefined;
  draft(model: SimulatedModel, ask: Ask): Draft;
  promptCache(account: string): PromptCache;
}

const MINUTE_MS = 60_000;

export function createWorld(options: SimulatorOptions): World {
  const now =
    options.clock === undefined ? () => performance.timeOrigin + performance.now() : () => options.clock!.now();
  const clockOffsetMs = options.clockOffsetMs ?? 0;
  const random = createRandom(options.seed ?? 1);
  const faults = createFaultBook(random);
  for (const fault of options.faults ?? []) faults.add(fault);
  const promptCaches = new Map<string, PromptCache>();
  const drafts = createDrafts();
  let ids = 0;

  return {
    accounts: createAccountBook(options.accounts, {
      now,
      window: options.window ?? 'sliding',
      minuteMs: options.windowMs ?? MINUTE_MS,
      dayMs: options.dayMs,
      clockOffsetMs,
    }),
    faults,
    retryAfter: options.retryAfter,
    unknownKeys: 0,
    now,
    vendorNow: () => now() + clockOffsetMs,
    random,
    nextId: () => `sim${(ids += 1).toString(36).padStart(8, '0')}`,
    models: (vendor, name) => {
      const listed = options.models?.[vendor];
      return listed === undefined ? { name } : listed.find((model) => model.name === name);
    },
    latency: (vendor) => latencyOf(options.latency, vendor),
    draft: drafts,
    promptCache(account) {
      const cache = promptCaches.get(account) ?? createPromptCache();
      promptCaches.set(account, cache);
      return cache;
    },
  };
}

function latencyOf(latency: SimulatorOptions['latency'], vendor: Vendor): Latency | undefined {
  return latency === undefined || 'firstTokenMs' in latency ? latency : latency[vendor];
}

/** A request that was refused and comes again is not thought through again. */
function createDrafts(): World['draft'] {
  const drafts = new LRUCache<string, Draft>({
    max: 1000,
    maxSize: 32_000_000,
    sizeCalculation: (_draft, key) => key.length,
  });
  return (model, ask) => {
    const { isStream: _stream, ...work } = ask;
    const key = JSON.stringify([model.name, work]);
    const draft = drafts.get(key) ?? (model.answer ?? readingModel)(ask);
    drafts.set(key, draft);
    return draft;
  };
}
