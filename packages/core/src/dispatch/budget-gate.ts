import type { Budget } from '../domain/goal.ts';
import type { RunState } from '../run/run-state.ts';

/** What a call may cost before it is made. */
export interface CallForecast {
  readonly tokens: number;
  /** `undefined` when no price is known. */
  readonly usd: number | undefined;
}

export interface BudgetBreach {
  /** The field of the budget. */
  readonly limit: 'usd' | 'maxCalls' | 'maxTokens' | 'ladder';
  readonly message: string;
}

/**
 * Holds calls against the budget before they are published: what was spent (from the run's state) and what is under way
 * (reserved here). So a bound is overshot by no more than the forecasts of the calls in flight were wrong.
 */
export interface BudgetGate {
  /** Reserves the call; `wait` when it may fit once calls under way have ended; else the bound it would break. */
  reserve(taskId: string, forecast: CallForecast): 'reserved' | 'wait' | BudgetBreach;
  /** The call ended: its real usage is in the state now. */
  release(taskId: string): void;
  /** The greatest share of a bound that is spent or reserved, from 0 up. */
  used(): number;
}

interface Amounts {
  readonly maxCalls: number;
  readonly maxTokens: number;
  readonly usd: number;
}

const UNITS = { maxCalls: 'calls', maxTokens: 'tokens', usd: 'USD' } as const;
const LIMITS = ['maxCalls', 'maxTokens', 'usd'] as const;

export function createBudgetGate(budget: Budget, state: RunState): BudgetGate {
  const reserved = new Map<string, CallForecast>();
  let tokens = 0;
  let usd = 0;

  function spent(): Amounts {
    const { inputTokens, outputTokens } = state.usage;
    return { maxCalls: state.calls, maxTokens: inputTokens + outputTokens, usd: state.cost.usd };
  }

  function broken(more: Amounts): BudgetBreach | undefined {
    const before = spent();
    const limit = LIMITS.find((name) => before[name] + more[name] > (budget[name] ?? Infinity));
    if (limit === undefined) return undefined;
    const message = `The next call could exceed the budget of ${budget[limit]} ${UNITS[limit]}; raise budget.${limit} to go on.`;
    return { limit, message };
  }

  return {
    reserve(taskId, forecast) {
      const alone = broken({ maxCalls: 1, maxTokens: forecast.tokens, usd: forecast.usd ?? 0 });
      if (alone !== undefined) return alone;
      const together = {
        maxCalls: reserved.size + 1,
        maxTokens: tokens + forecast.tokens,
        usd: usd + (forecast.usd ?? 0),
      };
      if (broken(together) !== undefined) return 'wait';
      reserved.set(taskId, forecast);
      tokens += forecast.tokens;
      usd += forecast.usd ?? 0;
      return 'reserved';
    },
    used() {
      const [before, under] = [spent(), { maxCalls: reserved.size, maxTokens: tokens, usd }];
      return Math.max(0, ...LIMITS.map((name) => (before[name] + under[name]) / (budget[name] ?? Infinity)));
    },
    release(taskId) {
      const forecast = reserved.get(taskId);
      if (forecast === undefined) return;
      reserved.delete(taskId);
      tokens -= forecast.tokens;
      usd -= forecast.usd ?? 0;
    },
  };
}
