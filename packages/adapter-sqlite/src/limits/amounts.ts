import type { Charge, WindowRule } from '@manyhands/core';

/** Of everything that windows count: columns of the tables of limits. */
export interface Amounts {
  readonly requests: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly tokens: number;
}

export const COLUMNS = 'requests, input_tokens, output_tokens, tokens';
export const SUMS =
  'total(requests) AS requests, total(input_tokens) AS input_tokens, total(output_tokens) AS output_tokens, total(tokens) AS tokens';

export const NOTHING: Amounts = { requests: 0, input_tokens: 0, output_tokens: 0, tokens: 0 };

const COLUMN_OF: Readonly<Record<WindowRule['counts'], keyof Amounts>> = {
  requests: 'requests',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  tokens: 'tokens',
};

export function amountOf(amounts: Amounts, counts: WindowRule['counts']): number {
  return amounts[COLUMN_OF[counts]];
}

export function onlyOf(counts: WindowRule['counts'], amount: number): Amounts {
  return { ...NOTHING, [COLUMN_OF[counts]]: amount };
}

/** A call is one request. */
export function toAmounts({ inputTokens, outputTokens, tokens }: Charge): Amounts {
  return { requests: 1, input_tokens: inputTokens, output_tokens: outputTokens, tokens };
}

/** In the order of the columns. */
export function toValues(amounts: Amounts): [number, number, number, number] {
  return [amounts.requests, amounts.input_tokens, amounts.output_tokens, amounts.tokens];
}

export function add(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (a, b) => a + b);
}

/** How much `a` is beyond `b`. */
export function excess(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (a, b) => Math.max(0, a - b));
}

export function isNothing(amounts: Amounts): boolean {
  return toValues(amounts).every((amount) => amount === 0);
}

function combine(a: Amounts, b: Amounts, how: (a: number, b: number) => number): Amounts {
  return {
    requests: how(a.requests, b.requests),
    input_tokens: how(a.input_tokens, b.input_tokens),
    output_tokens: how(a.output_tokens, b.output_tokens),
    tokens: how(a.tokens, b.tokens),
  };
}
