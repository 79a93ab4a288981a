import * as z from 'zod';
import { limitNameSchema, limitsSchema, windowModelSchema } from './limits.ts';
import { Secret, toSecret } from './secret.ts';

/** One credential of an owner at one provider. */
export const accountSchema = z.strictObject({
  /** Unique in the pool; the only name of the account that leaves the process. */
  id: z.string().min(1),
  /** The id of a provider in `providers`. */
  provider: z.string().min(1),
  apiKey: z.union([z.string().trim().min(1), z.instanceof(Secret)]).transform(toSecret),
  /** Who owns it, e.g. an e-mail address. For reports only. */
  owner: z.string().optional(),
  /** For every model family of the account, unless `limitsByFamily` names it. */
  limits: limitsSchema.optional(),
  limitsByFamily: z.record(z.string(), limitsSchema).optional(),
  /**
   * How the vendor counts this account, where that differs from what its provider takes it for: 60 requests a minute in a bucket
   * with a `burst` of 5 are 5 at once and then one a second.
   */
  windows: z.partialRecord(limitNameSchema, windowModelSchema).optional(),
  /**
   * Accounts with the same `quotaGroup` share one set of limits: several keys of one organisation or project. Default:
   * the account's id.
   */
  quotaGroup: z.string().min(1).optional(),
  /** Part of the limits that this pool may use when other programs use the same key: 0 < share ≤ 1. Default 1. */
  share: z.number().positive().max(1).optional(),
  /** Another server than the provider's default for this account alone. */
  baseUrl: z.url().optional(),
  disabled: z.boolean().optional(),
});
export type AccountInput = z.input<typeof accountSchema>;
export type Account = z.output<typeof accountSchema>;
