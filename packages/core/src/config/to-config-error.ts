import type * as z from 'zod';
import { ConfigError } from '../errors/config-error.ts';

/** The first thing that zod found wrong, as one error with the path of the wrong field. */
export function toConfigError(error: z.ZodError, root: string): ConfigError {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    root,
  );
  const code = issue?.code === 'too_small' && isAmount(issue) ? 'MANYHANDS_NOT_POSITIVE' : 'MANYHANDS_BAD_OPTION';
  return new ConfigError(issue?.message ?? 'Invalid value.', { code, path });
}

function isAmount(issue: z.core.$ZodIssueTooSmall): boolean {
  return issue.origin === 'number' || issue.origin === 'int';
}
