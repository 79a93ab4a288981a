import { readVendorNow } from './vendor-now.ts';

/** How long the answer asks to wait, in ms: `retry-after-ms`, `retry-after` in seconds or as an HTTP date; the latest wins. */
export function readRetryAfterMs(headers: Headers | undefined): number | undefined {
  const waits = [toMs(headers?.get('retry-after-ms'), 1), toMs(headers?.get('retry-after'), 1000), untilDate(headers)];
  const stated = waits.filter((wait) => wait !== undefined);
  return stated.length === 0 ? undefined : Math.max(...stated);
}

function toMs(text: string | null | undefined, unitMs: number): number | undefined {
  if (text == null || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value * unitMs : undefined;
}

function untilDate(headers: Headers | undefined): number | undefined {
  const text = headers?.get('retry-after') ?? '';
  if (!/[a-z]/i.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - readVendorNow(headers));
}
