import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toDatabaseError } from './to-database-error.ts';

function toFacts(code: string) {
  const { code: ours, isRetryable } = toDatabaseError(Object.assign(new Error('said'), { code }));
  return { code: ours, isRetryable };
}

describe('errors of the database', () => {
  it('say that it is away when trying again may help', () => {
    const away = { code: 'MANYHANDS_DATABASE_AWAY', isRetryable: true };
    for (const code of ['57P01', '40P01', '53300', 'ECONNREFUSED', 'ENOTFOUND']) expect(toFacts(code)).toEqual(away);
    expect(toDatabaseError(new Error('Connection terminated unexpectedly')).code).toBe(away.code);
    const severalAddresses = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(toDatabaseError(severalAddresses).message).toContain('ECONNREFUSED');
  });

  it('say what is full, read-only, forbidden, or wrong, which is not tried again', () => {
    const codes = { '53100': 'FULL', '25006': 'NOT_WRITABLE', '42501': 'NOT_WRITABLE', '28P01': 'REFUSED' };
    for (const [state, code] of Object.entries(codes)) {
      expect(toFacts(state)).toEqual({ code: `MANYHANDS_DATABASE_${code}`, isRetryable: false });
    }
    expect(toFacts('42P01')).toEqual({ code: 'MANYHANDS_DATABASE', isRetryable: false });
    expect(toDatabaseError(new TypeError('x is not a function')).isRetryable).toBe(false);
  });

  it('do not repeat a connection string that cannot be read', () => {
    const input = 'postgres://user:secret@host:port/database';
    const error = toDatabaseError(Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input }));
    expect(error).toMatchObject({ code: 'MANYHANDS_POSTGRES_CONNECTION', isRetryable: false });
    expect(inspect(error, { depth: 10 })).not.toContain('secret');
  });
});
