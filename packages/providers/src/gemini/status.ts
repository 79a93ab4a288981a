/** `google.rpc.Status`, the body of every error of Google's APIs. */
export interface Status {
  readonly code: number | undefined;
  readonly status: string;
  readonly message: string;
  readonly details: readonly StatusDetail[];
}

export interface StatusDetail {
  readonly '@type'?: string;
  readonly reason?: string;
  readonly retryDelay?: string;
  readonly violations?: readonly QuotaViolation[];
}

export interface QuotaViolation {
  readonly quotaMetric?: string;
  readonly quotaId?: string;
  readonly quotaValue?: string;
}

/** Reads `{ "error": { … } }`, or the list of one that a streamed call answers with. */
export function readStatus(body: unknown): Status | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const error = (first as { error?: unknown } | null | undefined)?.error;
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, status, message, details } = error as Partial<Record<keyof Status, unknown>>;
  return {
    code: typeof code === 'number' ? code : undefined,
    status: typeof status === 'string' ? status : '',
    message: typeof message === 'string' ? message : 'no message',
    details: Array.isArray(details) ? (details as StatusDetail[]) : [],
  };
}

/** A piece of a stream may be an error in place of a response. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message);
    this.status = status;
  }
}
