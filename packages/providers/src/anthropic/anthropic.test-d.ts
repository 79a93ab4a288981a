import type { Provider } from '@manyhands/core';
import { describe, expectTypeOf, it } from 'vitest';
import { type AnthropicModel, anthropic } from './index.ts';

describe('the type of an Anthropic provider', () => {
  it('has its id as a literal, so that targets can be checked', () => {
    expectTypeOf(anthropic()).toEqualTypeOf<Provider<'anthropic', AnthropicModel>>();
    expectTypeOf(anthropic({ id: 'claude' })).toEqualTypeOf<Provider<'claude', AnthropicModel>>();
  });
});
