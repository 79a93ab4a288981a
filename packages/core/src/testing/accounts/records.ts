import type { AccountRecord } from '../../ports/accounts.ts';

export function aRecord(id: string, changes: Partial<AccountRecord> = {}): AccountRecord {
  return {
    id,
    provider: 'one',
    isDisabled: false,
    facts: {},
    sealed: { keyId: 'key', box: 'box' },
    addedAt: 1,
    keySince: 1,
    ...changes,
  };
}

/** With everything that a record can have. */
export function aFullRecord(id: string): AccountRecord {
  return aRecord(id, {
    owner: 'Ann Örtel <ann@example.org>',
    isDisabled: true,
    facts: {
      limits: { requestsPerMinute: 500, maxConcurrent: 3 },
      limitsByFamily: { 'größer "4"': { tokensPerMinute: 90_000.5 } },
      quotaGroup: "ann's",
      share: 0.25,
      baseUrl: 'https://example.org/v1?a=1&b=2',
    },
    sealed: { keyId: 'key\n2', box: 'bm90aGluZw==' },
    addedAt: 1_767_225_600_000,
    keySince: 1_767_225_600_001.5,
  });
}
