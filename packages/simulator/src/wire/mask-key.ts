/** A key as vendors quote it back: its ends only. */
export function maskKey(key: string | undefined): string {
  return key === undefined || key.length < 12 ? '***' : `${key.slice(0, 4)}***${key.slice(-4)}`;
}
