import type { Cost, LimitName } from '@manyhands/core';

/** "0:07", "1:12:05". */
export function toClock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** "1,495". */
export function toNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** "0.0412 USD, not real money: simulated". What has no known price is said. */
export function toMoney({ usd, unpriced }: Cost, isSimulated: boolean): string {
  const amount = `${usd.toFixed(usd !== 0 && usd < 1 ? 4 : 2)} USD`;
  const known = unpriced.length === 0 ? amount : usd === 0 ? 'unknown' : `${amount} + unknown`;
  const names = unpriced.length === 0 ? '' : ` (no price known of ${unpriced.join(', ')})`;
  return isSimulated ? `${known}${names}, simulated: not real money` : `${known}${names}`;
}

const LIMIT_WORDS: Readonly<Record<LimitName, string>> = {
  requestsPerSecond: 'requests/s',
  requestsPerMinute: 'requests/min',
  requestsPerDay: 'requests/day',
  tokensPerMinute: 'tokens/min',
  tokensPerDay: 'tokens/day',
  inputTokensPerMinute: 'input tokens/min',
  outputTokensPerMinute: 'output tokens/min',
  maxConcurrent: 'at once',
};

export function toLimitWords(name: LimitName): string {
  return LIMIT_WORDS[name];
}
