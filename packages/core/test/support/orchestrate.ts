import { memoryTransport } from '@manyhands/adapter-memory';
import {
  createOrchestrator,
  type AccountInput,
  type Clock,
  type Planner,
  type Settings,
  type Templates,
  type Store,
} from '../../src/index.ts';
import { scriptedProvider, withLedger, type ScriptedProviderOptions } from '../../src/testing/index.ts';

/** A planner that never has to think: for runs that bring their plan. */
const NO_PLANNER: Planner = {
  // eslint-disable-next-line require-yield
  async *plan() {
    throw new Error('This run has a plan of its own.');
  },
};

export interface OrchestrateOptions {
  readonly answer?: NonNullable<ScriptedProviderOptions<'one'>['answer']>;
  readonly planner?: Planner | 'model';
  readonly prompts?: Templates;
  readonly accounts?: readonly Omit<AccountInput, 'provider' | 'apiKey'>[];
  readonly settings?: Partial<Settings>;
  readonly price?: ScriptedProviderOptions<'one'>['price'];
  readonly capabilities?: ScriptedProviderOptions<'one'>['capabilities'];
  /** Default: the system clock. */
  readonly clock?: Clock;
  readonly hedge?: { readonly maxExtraCost: number };
  readonly store?: Store;
}

/** An orchestrator over one scripted provider, in memory. */
export function orchestrate({
  answer,
  planner = NO_PLANNER,
  prompts,
  accounts = [{ id: 'a' }],
  settings,
  price,
  capabilities,
  ...options
}: OrchestrateOptions = {}) {
  const provider = scriptedProvider({
    id: 'one',
    ...(answer && { answer }),
    ...(price && { price }),
    ...(capabilities && { capabilities }),
  });
  const { transport, ledger } = withLedger(memoryTransport());
  const orchestrator = createOrchestrator({
    ...(prompts && { prompts }),
    planner: planner === 'model' ? { provider: 'one', model: 'thinker' } : planner,
    providers: [provider],
    accounts: accounts.map((account) => ({ provider: 'one' as const, apiKey: 'sk-secret', ...account })),
    transport,
    settings: { retryPauseMs: 1, ...settings },
    ...options,
  });
  return { orchestrator, provider, ledger };
}

/** What the model was asked, in one text. */
export function textOf({
  request,
}: {
  readonly request: { readonly messages: readonly { readonly content: unknown }[] };
}) {
  return request.messages
    .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    .join('\n');
}
