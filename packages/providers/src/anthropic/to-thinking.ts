import type { ChatRequest } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { alwaysThinks, canStopThinking, toThinkingForm } from './capabilities.ts';

const BUDGETS = { low: 2048, medium: 8192, high: 24_576 } as const;
const MIN_BUDGET = 1024;

interface Thinking {
  readonly thinking?: Anthropic.ThinkingConfigParam;
  readonly effort?: 'low' | 'medium' | 'high';
}

/** The effort asked for, in the form the model takes. A model that cannot stop thinking gets the least effort for `none`. */
export function toThinking(request: ChatRequest, maxTokens: number): Thinking {
  const { model, reasoning } = request;
  const form = toThinkingForm(model);
  if (reasoning === undefined || form === 'none') return {};
  if (reasoning === 'none') return toNoThinking(model);
  // A forced tool and thinking exclude each other.
  const isForced = request.toolChoice === 'required' || typeof request.toolChoice === 'object';
  if (form === 'budget') return isForced ? {} : toBudget(BUDGETS[reasoning], maxTokens);
  if (isForced) return { effort: reasoning };
  return { thinking: { type: 'adaptive', display: 'summarized' }, effort: reasoning };
}

function toNoThinking(model: string): Thinking {
  if (canStopThinking(model)) return { thinking: { type: 'disabled' } };
  return alwaysThinks(model) ? { effort: 'low' } : {};
}

/** Thinking counts towards `max_tokens`: at least half is left for the answer. */
function toBudget(wanted: number, maxTokens: number): Thinking {
  const budget = Math.min(wanted, Math.floor(maxTokens / 2));
  return budget < MIN_BUDGET ? {} : { thinking: { type: 'enabled', budget_tokens: budget } };
}
