import type { Json } from './domain/json.ts';
import { createAnswerCache } from './cache/answer-cache.ts';
import { checkCache } from './config/check-cache.ts';
import { checkAccount, checkPool } from './config/check-pool.ts';
import { completeRoutes, targetsOf } from './config/complete-routes.ts';
import { checkFunctions } from './config/check-functions.ts';
import { createDurations } from './dispatch/durations.ts';
import { checkPlanner } from './config/check-planner.ts';
import { checkTemplates } from './config/check-templates.ts';
import { checkRetention } from './config/check-retention.ts';
import type { OrchestratorOptions, ProviderId } from './config/orchestrator-options.ts';
import { ConfigError } from './errors/config-error.ts';
import { ManyhandsError } from './errors/manyhands-error.ts';
import type { AccountInput } from './domain/account.ts';
import type { Plan } from './domain/plan.ts';
import { createPoolWorker } from './create-pool-worker.ts';
import { createRun, type Run } from './create-run.ts';
import type { OpenRun, RunDeps } from './open-run.ts';
import type { PlanChange, PlanDiff } from './diff-plans.ts';
import type { DirectCall, DirectPart, DirectRequest, DirectResponse } from './direct-call.ts';
import type { GoalInput } from './goal-input.ts';
import type { PoolStatus } from './ports/balancer.ts';
import type { Provider } from './ports/provider.ts';
import type { RunSummary } from './ports/store.ts';
import { resumeRun, type ResumeInput } from './resume-run.ts';
import { memoryStore } from './run/memory-store.ts';
import { keepTidy } from './run/retention.ts';
import type { SimulationRequest } from './simulate.ts';
import type { Forecast } from './simulate/forecast.ts';

/**
 * The accounts of this process, while it runs. What is changed here is changed for this process alone: accounts of a store are
 * changed with the methods of `storedAccounts`, for all.
 */
export interface Accounts<Id extends string = string> {
  /** @throws ConfigError */
  add(account: AccountInput & { readonly provider: Id }): void;
  /** Calls under way end; no new ones start. */
  remove(accountId: string): void;
  disable(accountId: string): void;
  enable(accountId: string): void;
  status(): PoolStatus;
}

export interface Orchestrator<Providers extends readonly Provider[] = readonly Provider[]> extends AsyncDisposable {
  readonly accounts: Accounts<ProviderId<Providers>>;
  /**
   * Starts a run and returns its handle at once.
   *
   * @throws ConfigError when the goal is not well formed, before any call is made
   */
  start<Output = Json>(goal: GoalInput<Output>): Run<Output>;
  /**
   * Goes on with a run of the store, e.g. after a crash: finished tasks are not called again; a call whose answer did not
   * arrive is. Resolves with its handle; of a run that has ended, with its result.
   *
   * @param given what a log cannot hold and the run was started with: functions, the output's schema, an input that was not
   *   read to its end
   * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`; `MANYHANDS_RUN_LEASED` while another process drives it
   * @throws ConfigError `MANYHANDS_RESUME_INCOMPLETE` when something of that is missing
   */
  resume<Output = Json>(runId: string, given?: ResumeInput<Output>): Promise<Run<Output>>;
  /**
   * Resumes all runs of the store that have not ended and that nobody drives.
   *
   * @param givenFor what each is given, as for `resume`
   */
  resumeAll(givenFor?: (run: RunSummary) => ResumeInput<Json>): Promise<readonly Run<Json>[]>;
  /**
   * Runs a run of the store again with the answers that its log has, for debugging and for tests: no model is called, nothing is
   * stored. What the app gives may differ from what it gave then: another merge, other checks.
   *
   * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`
   */
  replay<Output = Json>(runId: string, given?: ResumeInput<Output>): Promise<Run<Output>>;
  /** The same prompt for every item, without a planner: the outputs in the order of the items. */
  map(items: readonly unknown[] | AsyncIterable<unknown>, prompt: string, options?: MapOptions): Run<Json[]>;
  /** One call of whoever in the pool is free, without a run. Rejects with the failure when all attempts failed. */
  generate(request: DirectRequest & { readonly stream?: false }): Promise<DirectResponse>;
  generate(request: DirectRequest & { readonly stream: true }): AsyncGenerator<DirectPart, void, undefined>;
  /**
   * How long a batch would take, what it would cost and which limit binds, by the balancer's own code on a virtual clock:
   * 100,000 tasks in seconds, without a call.
   *
   * @throws ConfigError when a size or a route is wrong
   * @example
   * const { makespanMs, cost, binding, oneMore } = await orchestrator.simulate({
   *   tasks: { count: 10_000, inputTokens: 800, outputTokens: 200, durationMs: 4_000 },
   * });
   */
  simulate(request: SimulationRequest): Promise<Forecast>;
  /**
   * What a changed plan, input or answer would do again of a run, what it would leave, and at what cost: before it is started
   * with `basedOn`.
   *
   * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`
   * @throws ConfigError `MANYHANDS_BAD_PLAN`
   */
  diffPlans(runId: string, change: PlanChange): Promise<PlanDiff>;
  /**
   * Cancels the runs under way, aborts their calls and closes the transport, the store and the response cache. A run that only
   * waits for the app, for an answer, is left as it is: its result is `awaiting-input`, and it can be resumed from its store.
   */
  close(): Promise<void>;
}

export interface MapOptions extends Pick<GoalInput, 'budget' | 'cache' | 'weight' | 'signal'> {
  /** Name of a route. Default `any`. */
  readonly route?: string;
  /** Structured answers: what each is made of. Default: plain text. */
  readonly fields?: Plan['tasks'][number]['fields'];
}

/**
 * Plans goals and runs them over the accounts of a pool.
 *
 * @throws ConfigError for the first option that is wrong, before anything is started
 * @example
 * const orchestrator = createOrchestrator({
 *   planner: { provider: 'deepseek', model: 'deepseek-v4-pro' },
 *   providers: [deepseek(), openai()],
 *   accounts: [
 *     { id: 'ann-deepseek', provider: 'deepseek', apiKey: process.env.DEEPSEEK_API_KEY ?? '' },
 *     { id: 'ann-openai', provider: 'openai', apiKey: process.env.OPENAI_API_KEY ?? '', limits: { requestsPerMinute: 500 } },
 *   ],
 *   transport: memoryTransport(),
 * });
 * const { status, output } = await orchestrator.start({ goal: 'Summarise every chapter.', input: book }).result;
 */
export function createOrchestrator<const Providers extends readonly Provider[]>(
  options: OrchestratorOptions<Providers>,
): Orchestrator<Providers> {
  const unrouted = checkPool(options);
  const planner = checkPlanner(options.planner, unrouted.providers);
  const pool = completeRoutes(unrouted, planner);
  const store = options.store ?? memoryStore();
  const retention = checkRetention(options.retention);
  const worker = createPoolWorker(pool);
  const ready = () => (options.worker === false ? Promise.resolve() : worker.ready());
  const checkedCache = checkCache(options.cache);
  const cache = checkedCache && createAnswerCache(checkedCache, pool.clock);
  const functions = checkFunctions(options.functions);
  const templates = checkTemplates(options.prompts);
  const deps: RunDeps = {
    templates,
    pool,
    store,
    planner,
    functions,
    cache,
    durations: createDurations(),
    ready,
  };
  const runs = new Set<OpenRun>();
  let isClosed = false;
  let stopTidying: (() => void) | undefined;
  const { balancer } = worker;

  function assertOpen(): void {
    if (!isClosed) return;
    const message = 'This orchestrator was closed; make a new one.';
    throw new ConfigError(message, { code: 'MANYHANDS_CLOSED', path: 'orchestrator' });
  }

  /** Nothing runs before there is something to do, so that an orchestrator that is never used holds nothing open. */
  function wake(): void {
    stopTidying ??= keepTidy(store, pool.clock, retention);
    if (options.worker !== false) worker.start().catch(() => {});
  }

  function start<Output>(goal: GoalInput<Output>): Run<Output> {
    assertOpen();
    return keep(createRun(goal, deps));
  }

  function keep<Output>(run: OpenRun<Output>): Run<Output> {
    wake();
    runs.add(run);
    const forget = () => runs.delete(run);
    run.result.then(forget, forget);
    return run;
  }

  async function resume<Output>(runId: string, given: ResumeInput<Output> = {}): Promise<Run<Output>> {
    assertOpen();
    return keep(await resumeRun(runId, given, deps));
  }

  async function resumeAll(
    givenFor: (run: RunSummary) => ResumeInput<Json> = () => ({}),
  ): Promise<readonly Run<Json>[]> {
    const unfinished = await store.list({ state: 'unfinished' });
    const resumed = unfinished.map((run) => resume(run.runId, givenFor(run)).catch(unlessLeased));
    return (await Promise.all(resumed)).filter((run) => run !== undefined);
  }

  function direct(request: DirectRequest, isStreamed: boolean): AsyncGenerator<DirectPart, void, undefined> {
    assertOpen();
    wake();
    return callDirectly(request, isStreamed, {
      transport: pool.transport,
      cache,
      maxAttempts: pool.settings.maxAttempts,
      ready,
      now: pool.clock.now,
      targetsOf: (route) => targetsOf(pool, route, 'request.route'),
    });
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    stopTidying?.();
    for (const run of runs) run.close('The orchestrator was closed.');
    await Promise.allSettled([...runs].map((run) => run.result));
    await worker.close();
    await pool.transport.close();
    await store.close();
    await cache?.close();
  }

  return {
    accounts: {
      add: (account) => balancer.add(checkAccount(account, 'account', pool.providers)),
      remove: balancer.remove,
      disable: (accountId) => balancer.setDisabled(accountId, true),
      enable: (accountId) => balancer.setDisabled(accountId, false),
      status: balancer.status,
    },
    start,
    resume,
    resumeAll,
    async replay(runId, given = {}) {
      const { replayRun } = await import('./replay-run.ts');
      return replayRun(runId, given, deps);
    },
    map: (items, prompt, mapOptions) => start(toMapGoal(items, prompt, mapOptions)),
    generate: ((request: DirectRequest & { readonly stream?: boolean }) => {
      const { stream = false, ...rest } = request;
      const parts = direct(rest, stream);
      return stream ? parts : toResponse(parts);
    }) as Orchestrator<Providers>['generate'],
    async simulate(request) {
      const { simulate } = await import('./simulate.ts');
      return simulate(request, pool);
    },
    async diffPlans(runId, change) {
      const { diffPlans } = await import('./diff-plans.ts');
      return diffPlans(runId, change, deps);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Loaded on first use: an app with runs alone needs no schemas of prompts. */
async function* callDirectly(...args: Parameters<DirectCall>): AsyncGenerator<DirectPart, void, undefined> {
  const { directCall } = await import('./direct-call.ts');
  yield* directCall(...args);
}

/** What another process drives is its own. */
function unlessLeased(error: unknown): undefined {
  if (error instanceof ManyhandsError && error.code === 'MANYHANDS_RUN_LEASED') return undefined;
  throw error;
}

async function toResponse(parts: AsyncGenerator<DirectPart, void, undefined>): Promise<DirectResponse> {
  for await (const part of parts) if (part.type === 'finish') return part.response;
  throw new Error('A call ended without an answer or a failure.');
}

function toMapGoal(
  items: readonly unknown[] | AsyncIterable<unknown>,
  prompt: string,
  { route = 'any', fields = [], ...rest }: MapOptions = {},
): GoalInput<Json[]> {
  return {
    ...rest,
    goal: prompt,
    input: items,
    judge: false,
    plan: {
      tasks: [{ id: 'map', title: 'Each item', kind: 'map', prompt, route, fields: [...fields] }],
      merge: { strategy: 'json', instruction: null, fields: [] },
    },
  };
}
