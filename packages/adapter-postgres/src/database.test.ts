import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';

describe('where the database is', () => {
  it('is checked before anything is connected', () => {
    const code = (value: string) => expect.objectContaining({ code: value });
    expect(() => openDatabase({})).toThrow(code('MANYHANDS_POSTGRES_CONNECTION'));
    const both = { connectionString: 'postgres://x', pool: {} as never };
    expect(() => openDatabase(both)).toThrow(code('MANYHANDS_POSTGRES_CONNECTION'));
    const injected = { connectionString: 'postgres://x', schema: 'a; DROP TABLE b' };
    expect(() => openDatabase(injected)).toThrow(code('MANYHANDS_POSTGRES_SCHEMA'));
  });
});
