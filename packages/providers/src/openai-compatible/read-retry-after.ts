/**
 * How long the headers ask to wait, in ms: the later of `retry-after-ms` and `retry-after` (seconds or an HTTP date). A date
 * is read by the vendor's own clock where the answer has one.
 */
export function readRetryAfter(headers: Headers | undefined): number | undefined {
  const waits = [readNumber(headers?.get('retry-after-ms'), 1), readRetryAfterHeader(headers)];
  return latest(waits);
}

/** The longest of the waits that were stated. */
export function latest(waits: readonly (number | undefined)[]): number | undefined {
  const stated = waits.filter((wait) => wait !== undefined);
  return stated.length === 0 ? undefined : Math.max(...stated);
}

function readRetryAfterHeader(headers: Headers | undefined): number | undefined {
  const text = headers?.get('retry-after');
  const seconds = readNumber(text, 1000);
  if (text == null || seconds !== undefined) return seconds;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const vendorNow = Date.parse(headers?.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(vendorNow) ? Date.now() : vendorNow));
}

function readNumber(text: string | null | undefined, unitMs: number): number | undefined {
  return text != null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) * unitMs : undefined;
}
