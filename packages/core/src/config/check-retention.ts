import { retentionSchema, type Retention } from '../domain/retention.ts';
import { toConfigError } from './to-config-error.ts';

/** @throws ConfigError */
export function checkRetention(value: unknown): Retention {
  const parsed = retentionSchema.safeParse(value ?? {});
  if (!parsed.success) throw toConfigError(parsed.error, 'retention');
  return parsed.data;
}
