/**
 * The vendor's clock when it answered, in epoch ms: its moments are compared with its own `date` header, so that a clock of
 * ours that is wrong does not matter.
 */
export function readVendorNow(headers: Headers | undefined): number {
  const date = Date.parse(headers?.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}
