const REDACTED = '[redacted]';

/**
 * A credential that cannot be printed by accident: `String(secret)`, `JSON.stringify` and `console.log` all give
 * `[redacted]`. Call `reveal()` at the socket and nowhere else.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

/** Wraps a plain string; a `Secret` passes through. */
export function toSecret(value: string | Secret): Secret {
  return value instanceof Secret ? value : new Secret(value);
}
