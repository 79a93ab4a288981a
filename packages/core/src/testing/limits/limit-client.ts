import type { Charge } from '../../domain/limits.ts';
import type { LimitAnswer, LimitAsk, LimitChange, LimitRule, LimitStore, WindowRule } from '../../ports/limit-store.ts';

const GROUP = 'vendor/group/family';
export const LEASE_MS = 30_000;
export const SPANS_MS = { second: 1_000, minute: 60_000, day: 86_400_000 } as const;

export function aCharge(tokens = 10): Charge {
  return { inputTokens: tokens, outputTokens: tokens, tokens: 2 * tokens };
}

export function aRule(counts: WindowRule['counts'], per: WindowRule['per'], limit: number): WindowRule {
  return { counts, per, limit, span: { type: 'sliding', ms: SPANS_MS[per] } };
}

/** A process that asks, as short as a test wants to say it. */
export interface LimitClient {
  readonly owner: string;
  /** `true`, or in how many ms to ask again. */
  reserve(id: string, charge?: Charge): Promise<true | number>;
  reserveAll(asks: readonly Omit<LimitAsk, 'group'>[], changes?: readonly Change[]): Promise<readonly LimitAnswer[]>;
  tell(...changes: readonly Change[]): Promise<void>;
  /** Processes that hold a lease. */
  owners(): Promise<number>;
}

/** A change of the one group. */
export type Change = LimitChange extends infer Each ? (Each extends LimitChange ? Omit<Each, 'group'> : never) : never;

export function createLimitClient(store: LimitStore, owner: string, rules: readonly LimitRule[]): LimitClient {
  const exchange = (asks: readonly Omit<LimitAsk, 'group'>[], changes: readonly Change[]) =>
    store.exchange({
      owner,
      leaseMs: LEASE_MS,
      rules: { [GROUP]: rules },
      changes: changes.map((change) => ({ ...change, group: GROUP })),
      asks: asks.map((ask) => ({ ...ask, group: GROUP })),
    });

  return {
    owner,
    async reserve(id, charge = aCharge()) {
      const [answer] = (await exchange([{ id, charge }], [])).answers;
      return answer?.type === 'later' ? answer.inMs : true;
    },
    reserveAll: async (asks, changes = []) => (await exchange(asks, changes)).answers,
    async tell(...changes) {
      await exchange([], changes);
    },
    owners: async () => (await exchange([], [])).owners,
  };
}
