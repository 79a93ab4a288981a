import { LRUCache } from 'lru-cache';
import type { Ask } from '../wire/ask.ts';
import { countTokens } from './tokens.ts';

/** Prefixes are remembered in steps of about this many characters; the vendors' steps are 64 to 1,024 tokens. */
const BLOCK_CHARACTERS = 4096;
/** The least that OpenAI and Anthropic cache (platform.openai.com/docs/guides/prompt-caching). */
const MIN_CACHED_TOKENS = 1024;

export interface CachedPrompt {
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
}

const NOTHING: CachedPrompt = { cachedInputTokens: 0, cacheWriteTokens: 0 };

/** What a vendor remembers of one account's prompts: the openings it has seen before. */
export interface PromptCache {
  read(ask: Ask): CachedPrompt;
  remember(ask: Ask): void;
}

export function createPromptCache(): PromptCache {
  const seen = new LRUCache<string, true>({
    max: 500,
    maxSize: 16_000_000,
    sizeCalculation: (_true, text) => text.length,
  });

  function readMarked(prefix: string): CachedPrompt {
    const tokens = countTokens(prefix);
    if (tokens < MIN_CACHED_TOKENS) return NOTHING;
    return seen.has(prefix) ? { ...NOTHING, cachedInputTokens: tokens } : { ...NOTHING, cacheWriteTokens: tokens };
  }

  function readAutomatic(ask: Ask): CachedPrompt {
    const longest = toPrefixes(ask).findLast((prefix) => seen.has(prefix));
    const tokens = longest === undefined ? 0 : countTokens(longest);
    return tokens < MIN_CACHED_TOKENS ? NOTHING : { ...NOTHING, cachedInputTokens: tokens };
  }

  return {
    read: (ask) => (ask.cachePrefix === undefined ? readAutomatic(ask) : readMarked(ask.cachePrefix)),
    remember(ask) {
      for (const prefix of toPrefixes(ask)) seen.set(prefix, true);
    },
  };
}

function toPrefixes(ask: Ask): readonly string[] {
  if (ask.cachePrefix !== undefined) return ask.cachePrefix === '' ? [] : [ask.cachePrefix];
  const text = [ask.system, ...ask.messages.map((message) => message.text)].join('\n');
  const steps = Math.floor(text.length / BLOCK_CHARACTERS);
  return Array.from({ length: steps }, (_, step) => text.slice(0, (step + 1) * BLOCK_CHARACTERS));
}
