import type { ReasoningEffort } from '@manyhands/core';
import { readGeminiVersion } from './models.ts';

type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';

export interface ThinkingConfig {
  readonly includeThoughts: boolean;
  readonly thinkingLevel?: ThinkingLevel;
  readonly thinkingBudget?: number;
}

const BUDGETS = { low: 1024, medium: 8192, high: 24_576 } as const;
/** 2.5 Pro cannot stop thinking; this is its least. */
const LEAST_PRO_BUDGET = 128;

/** A budget of tokens for 2.5, a level since 3; 2.0 does not think. See ai.google.dev/gemini-api/docs/thinking. */
export function toThinking(model: string, reasoning: ReasoningEffort | undefined): ThinkingConfig | undefined {
  const version = readGeminiVersion(model);
  if (reasoning === undefined || version < 2.5) return undefined;
  const includeThoughts = reasoning !== 'none';
  if (version >= 3) return { includeThoughts, thinkingLevel: toLevel(model, version, reasoning) };
  return { includeThoughts, thinkingBudget: reasoning === 'none' ? toLeastBudget(model) : BUDGETS[reasoning] };
}

function toLeastBudget(model: string): number {
  return model.includes('pro') ? LEAST_PRO_BUDGET : 0;
}

/** Pro models and Flash from 3.7 on know no `MINIMAL`; the first Pro of 3 knows no `MEDIUM`. */
function toLevel(model: string, version: number, reasoning: ReasoningEffort): ThinkingLevel {
  if (reasoning === 'none') {
    const hasMinimal = !model.includes('pro') && (version < 3.7 || model.includes('lite'));
    return hasMinimal ? 'MINIMAL' : 'LOW';
  }
  if (reasoning === 'medium') return version === 3 && model.includes('pro') ? 'HIGH' : 'MEDIUM';
  return reasoning === 'low' ? 'LOW' : 'HIGH';
}
