import { ProviderError } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { loadOptional, throwMissingSdk } from './load-optional.ts';

// A name no package has; as a value, so that no tool resolves it before it runs.
const missing = '@manyhands/no-such-sdk';

describe('an SDK that may be missing', () => {
  it('is undefined when it is not installed, and says what to run', async () => {
    expect(await loadOptional(() => import(/* @vite-ignore */ missing))).toBeUndefined();
    expect(() => throwMissingSdk('gemini', '@google/genai')).toThrow(ProviderError);
    expect(() => throwMissingSdk('gemini', '@google/genai')).toThrow('npm install @google/genai');
  });

  it('does not hide another failure to load', async () => {
    const broken = new SyntaxError('Unexpected token');
    await expect(loadOptional(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});
