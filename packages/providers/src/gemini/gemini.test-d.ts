import type { Provider } from '@manyhands/core';
import { describe, expectTypeOf, it } from 'vitest';
import { type GeminiModel, gemini } from './index.ts';

describe('the type of a Gemini provider', () => {
  it('has its id as a literal, so that targets can be checked', () => {
    expectTypeOf(gemini()).toEqualTypeOf<Provider<'gemini', GeminiModel>>();
    expectTypeOf(gemini({ id: 'google' })).toEqualTypeOf<Provider<'google', GeminiModel>>();
  });
});
