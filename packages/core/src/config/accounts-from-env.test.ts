import { describe, expect, it } from 'vitest';
import { accountsFromEnv } from './accounts-from-env.ts';

const VARIABLES = { openai: 'OPENAI_API_KEY', qwen: 'DASHSCOPE_API_KEY' } as const;

describe('accountsFromEnv', () => {
  it('makes one account per key, numbered as its variable is', () => {
    const env = { OPENAI_API_KEY_10: 'c', OPENAI_API_KEY: 'a', OPENAI_API_KEY_2: 'b', DASHSCOPE_API_KEY: 'd' };
    expect(accountsFromEnv(VARIABLES, env)).toEqual([
      { id: 'openai-1', provider: 'openai', apiKey: 'a' },
      { id: 'openai-2', provider: 'openai', apiKey: 'b' },
      { id: 'openai-10', provider: 'openai', apiKey: 'c' },
      { id: 'qwen-1', provider: 'qwen', apiKey: 'd' },
    ]);
  });

  it('passes over variables that are missing, empty, or of another name', () => {
    const env = { OPENAI_API_KEY: ' ', OPENAI_API_KEY_OLD: 'x', OPENAI_API_KEYS: 'y', DASHSCOPE_API_KEY: undefined };
    expect(accountsFromEnv(VARIABLES, env)).toEqual([]);
  });

  it('counts a key that two variables hold as one account', () => {
    const accounts = accountsFromEnv(VARIABLES, {
      OPENAI_API_KEY: 'same',
      OPENAI_API_KEY_2: ' same ',
      OPENAI_API_KEY_1: 'other',
    });
    expect(accounts.map(({ id, apiKey }) => [id, apiKey])).toEqual([['openai-1', 'same']]);
  });
});
