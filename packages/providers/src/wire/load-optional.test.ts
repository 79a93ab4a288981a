import { ProviderError } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { loadOptional, throwMissingSdk } from './load-optional.ts';

// A name no package has; as a value, so that no tool resolves it before it runs.
const missing = '@manyhands/no-such-sdk';

describe('an SDK that may be missing', () => {
  it('is undefined when it is not installed, and says what to run', async () => {
    expect(await loadOptional('gemini', () => import(/* @vite-ignore */ missing))).toBeUndefined();
    expect(() => throwMissingSdk('gemini', '@google/genai')).toThrow(ProviderError);
    expect(() => throwMissingSdk('gemini', '@google/genai')).toThrow('npm install @google/genai');
  });

  it('is told apart from one that is installed and broken', async () => {
    const load = () => Promise.reject(new SyntaxError('Unexpected token'));
    await expect(loadOptional('gemini', load)).rejects.toMatchObject({
      kind: 'bad-request',
      message: 'gemini: its SDK cannot be loaded: Unexpected token',
    });
  });
});
