import type { LimitName } from '../../domain/limits.ts';
import type { LimitSpan } from '../../ports/limit-store.ts';

export type WindowName = Exclude<LimitName, 'maxConcurrent'>;

/** One limit of a group, as a store that counts for several processes has to keep it. */
export type LimitShape =
  | { readonly name: 'maxConcurrent'; readonly limit: number }
  | { readonly name: WindowName; readonly limit: number; readonly span: LimitSpan };
