import type { Refusal } from '../limits/limits.ts';

/** Everything a vendor may answer instead of a completion; each wire says it in its vendor's own words. */
export type Problem =
  | { readonly kind: 'invalid-key'; readonly key: string | undefined }
  | { readonly kind: 'no-such-path'; readonly path: string }
  | { readonly kind: 'no-such-model'; readonly model: string }
  | { readonly kind: 'bad-request'; readonly message: string; readonly param?: string | undefined }
  | { readonly kind: 'context-too-long'; readonly tokens: number; readonly max: number; readonly model: string }
  | { readonly kind: 'rate-limited'; readonly refusal: Refusal; readonly model: string; readonly account: string }
  | { readonly kind: 'quota-exhausted' }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'server-error'; readonly status: number };

/** Thrown by a wire that cannot read a request. */
export class UnreadableRequest extends Error {
  readonly param: string | undefined;

  constructor(message: string, param?: string) {
    super(message);
    this.name = 'UnreadableRequest';
    this.param = param;
  }
}

export interface VendorError {
  readonly status: number;
  readonly body: unknown;
}
