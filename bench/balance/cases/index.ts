import type { BalanceCase } from '../case.ts';
import { allVendors } from './all-vendors.ts';
import { concurrency } from './concurrency.ts';
import { disturbed } from './disturbed.ts';
import { requestsPerMinute } from './requests-per-minute.ts';
import { tokensPerMinute } from './tokens-per-minute.ts';

export const CASES: readonly BalanceCase[] = [
  requestsPerMinute,
  tokensPerMinute(0.05, 1.01),
  tokensPerMinute(0.25, 1.03),
  allVendors,
  disturbed,
  concurrency,
];
