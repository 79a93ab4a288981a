/**
 * Signatures are stored with their vendor's name before them: in a conversation that moves between vendors each one gets
 * back only its own, for it refuses others. One without a name (from the app's own history) is sent as it is.
 */
export function toSignature(vendor: string, signature: string): string {
  return `${vendor}:${signature}`;
}

/** The signature as `vendor` gave it, or `undefined` when it is another vendor's. Base64 has no colon. */
export function fromSignature(vendor: string, stored: string | undefined): string | undefined {
  if (stored === undefined || !stored.includes(':')) return stored;
  return stored.startsWith(`${vendor}:`) ? stored.slice(vendor.length + 1) : undefined;
}
