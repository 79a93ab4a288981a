import type { ChatResponse, Prompt } from '../domain/chat.ts';
import type { RunEventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import type { MergePlan, PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import { STANDARD_PROMPTS } from '../defaults/prompts/prompts.ts';
import { DEFAULT_SETTINGS } from '../defaults/settings.ts';
import type { ModelCalls } from '../ports/model-calls.ts';
import type { Planner } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import { createRunLog } from '../run/run-log.ts';
import { createRunState } from '../run/run-state.ts';
import { memoryStore } from '../run/memory-store.ts';
import { createManualClock } from './manual-clock.ts';
import { aPlanTask } from './plan-task.ts';
import { aRoute } from './route-offer.ts';

export interface StageContextOptions {
  /** Answers a model call; throws to fail it. Default: every call fails. */
  readonly answer?: (task: Task, prompt: string) => string | Promise<string>;
  readonly planner?: Partial<Planner>;
  readonly signal?: AbortSignal;
  readonly pieces?: number;
}

export interface StageContext extends RunContext {
  readonly asked: readonly { readonly task: Task; readonly prompt: string }[];
  append(body: RunEventBody): void;
  plan(task: Partial<PlanTask> & Pick<PlanTask, 'id'>): void;
  closePlan(merge: Partial<MergePlan>): void;
  startRound(round: number): void;
  /** A work task that is done. */
  done(task: Partial<Task> & Pick<Task, 'id'>, output: Json): void;
  /** A work task that failed. */
  failed(task: Partial<Task> & Pick<Task, 'id'>, message?: string): void;
}

/** One stage of a run by itself: the run's log is real, models and planner are scripted. */
export function createStageContext(options: StageContextOptions = {}): StageContext {
  const clock = createManualClock();
  const log = createRunLog({ state: createRunState('run'), store: memoryStore(), clock, onStored: () => {} });
  const asked: { task: Task; prompt: string }[] = [];
  const append = (body: RunEventBody) => void log.append(body);
  let round = 1;

  const calls: ModelCalls = {
    async call({ task, prompt, read }) {
      const said = toText(prompt());
      asked.push({ task, prompt: said });
      try {
        const text = await (options.answer ?? noAnswer)(task, said);
        return { status: 'done', output: read(toResponse(text)) };
      } catch (error) {
        const failure = { code: 'MANYHANDS_UNEXPECTED', message: String(error), isRetryable: false };
        return { status: 'failed', failure };
      }
    },
  };

  function add(task: Partial<Task> & Pick<Task, 'id'>): void {
    append({
      type: 'task:added',
      task: { kind: 'work', round, title: task.id, route: 'any', dependsOn: [], ...task },
    });
  }

  append({ type: 'run:started', goal: { goal: 'Tell of the whale.', budget: {} }, criteria: [] });
  for (let index = 0; index < (options.pieces ?? 0); index += 1) {
    append({ type: 'input:piece', piece: { index, content: `piece ${index}` } });
  }
  append({ type: 'round:started', round, missing: [] });

  return {
    log,
    clock,
    calls,
    ended: () => Promise.resolve(),
    asked,
    append,
    settings: DEFAULT_SETTINGS,
    prompts: STANDARD_PROMPTS,
    functions: new Map(),
    planner: { plan: noPlan, ...options.planner },
    routes: ['any', 'merge', 'planner'].map((name) => aRoute(name)),
    signal: options.signal ?? new AbortController().signal,
    plan: (task) =>
      append({
        type: 'plan:task',
        round,
        task: aPlanTask(task.id, { title: 'Read', kind: 'map', prompt: 'Read it.', ...task }),
      }),
    closePlan: (merge) => append({ type: 'plan:closed', round, merge: { ...MERGE_PLAN, ...merge } }),
    startRound(next) {
      round = next;
      append({ type: 'round:started', round, missing: [] });
    },
    done(task, output) {
      add(task);
      append({ type: 'task:done', taskId: task.id, output, ...DONE });
    },
    failed(task, message = 'The model is gone.') {
      add(task);
      const failure = { code: 'MANYHANDS_UNEXPECTED', message, isRetryable: false };
      append({ type: 'task:failed', taskId: task.id, failure });
    },
  };
}

const MERGE_PLAN: MergePlan = { strategy: 'concat', instruction: null, fields: [] };

const DONE = {
  attempt: 1,
  accountId: 'account',
  target: { provider: 'scripted', model: 'model' },
  finishReason: 'stop' as const,
  usage: NO_USAGE,
  durationMs: 1,
};

function toText({ system = '', messages }: Prompt): string {
  return [system, ...messages.map(({ content }) => (typeof content === 'string' ? content : ''))].join('\n');
}

function toResponse(text: string): ChatResponse {
  const finishReason = 'stop' as const;
  return { model: 'model', text, toolCalls: [], reasoning: [], usage: NO_USAGE, finishReason, limits: [] };
}

function noAnswer(): never {
  throw new Error('No model answers here.');
}

function noPlan(): never {
  throw new Error('No planner plans here.');
}
