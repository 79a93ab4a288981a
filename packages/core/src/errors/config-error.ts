import { ManyhandsError } from './manyhands-error.ts';

/** Bad configuration or input: thrown before any call is made. `path` names the wrong field, e.g. `accounts[2].apiKey`. */
export class ConfigError extends ManyhandsError {
  override readonly name = 'ConfigError';
  readonly path: string;

  constructor(message: string, facts: { readonly code: string; readonly path: string; readonly cause?: unknown }) {
    super(`${facts.path}: ${message}`, facts);
    this.path = facts.path;
  }
}
