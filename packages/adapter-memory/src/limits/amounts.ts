import type { Charge, WindowRule } from '@manyhands/core';

/** Of everything that windows count. */
export type Amounts = Record<WindowRule['counts'], number>;

export function noAmounts(): Amounts {
  return { requests: 0, inputTokens: 0, outputTokens: 0, tokens: 0 };
}

/** A call is one request. */
export function toAmounts({ inputTokens, outputTokens, tokens }: Charge): Amounts {
  return { requests: 1, inputTokens, outputTokens, tokens };
}

export function mapAmounts(a: Amounts, b: Amounts, how: (a: number, b: number) => number): Amounts {
  return {
    requests: how(a.requests, b.requests),
    inputTokens: how(a.inputTokens, b.inputTokens),
    outputTokens: how(a.outputTokens, b.outputTokens),
    tokens: how(a.tokens, b.tokens),
  };
}

export function sumAmounts(all: Iterable<Amounts>): Amounts {
  let sum = noAmounts();
  for (const each of all) sum = mapAmounts(sum, each, (a, b) => a + b);
  return sum;
}
