import type { RetryAfterForm } from '../options.ts';

/**
 * The wait as headers name it. An HTTP date has whole seconds, so both forms are rounded up.
 * @param vendorNow epoch ms on the vendor's clock.
 */
export function writeRetryAfter(
  forms: readonly ('seconds' | 'ms')[],
  asked: RetryAfterForm | undefined,
  waitMs: number | undefined,
  vendorNow: number,
): Record<string, string> {
  if (waitMs === undefined || !Number.isFinite(waitMs) || asked === 'none') return {};
  if (asked === 'date') return { 'retry-after': new Date(Math.ceil((vendorNow + waitMs) / 1000) * 1000).toUTCString() };
  return {
    ...(forms.includes('seconds') || asked === 'seconds' ? { 'retry-after': String(Math.ceil(waitMs / 1000)) } : {}),
    ...(forms.includes('ms') ? { 'retry-after-ms': String(Math.ceil(waitMs)) } : {}),
  };
}
