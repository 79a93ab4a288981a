// Runs whose planner, judge or models mean no good, and what has to hold of each of them all the same.
import { expect } from 'vitest';
import type { GoalInput, RunEvent, RunResult } from '../../src/index.ts';
import type { ScriptedCall } from '../../src/testing/index.ts';
import { orchestrate, type OrchestrateOptions } from './orchestrate.ts';

export interface Ended {
  readonly result: RunResult<unknown>;
  readonly events: readonly RunEvent[];
  readonly calls: readonly ScriptedCall[];
}

const ENDS = new Set(['task:done', 'task:failed', 'task:skipped', 'task:cancelled']);

/** Runs a goal to its end, and holds the run to what every run promises. `meanwhile`: for what moves a clock. */
export async function endOf(
  goal: Partial<GoalInput<unknown>>,
  options: OrchestrateOptions,
  meanwhile?: () => Promise<unknown>,
): Promise<Ended> {
  const { orchestrator, provider } = orchestrate({ planner: 'model', ...options });
  const budget = { maxRounds: 3, maxCalls: 60, ...goal.budget };
  const run = orchestrator.start({ goal: 'Count the whales.', ...goal, budget });
  await meanwhile?.();
  const result = await run.result;
  const events = await Array.fromAsync(run.events());
  expectSound(result, events);
  expect(provider.calls.length).toBeLessThanOrEqual(budget.maxCalls ?? 0);
  expect(result.rounds).toBeLessThanOrEqual(budget.maxRounds ?? 0);
  await orchestrator.close();
  return { result, events, calls: provider.calls };
}

/** Every task ended once, nothing came after the end, and a run that is not done says why. */
function expectSound(result: RunResult<unknown>, events: readonly RunEvent[]): void {
  const added = events.flatMap((event) => (event.type === 'task:added' ? [event.task.id] : []));
  const ended = events.flatMap((event) => (ENDS.has(event.type) && 'taskId' in event ? [event.taskId] : []));
  expect(ended.toSorted()).toEqual(added.toSorted());
  expect(events.at(-1)?.type).toBe('run:ended');
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  if (result.status === 'done') expect(result.missing).toEqual([]);
  else expect(result.failure !== undefined || result.coverage.length + result.missing.length > 0).toBe(true);
}

/** A model that answers by what it is asked for; work is answered with `ok`. */
export function answering(
  answers: Partial<Record<'clarification' | 'plan' | 'judgement', (call: ScriptedCall) => string>>,
  work: (call: ScriptedCall) => string = () => 'ok',
): (call: ScriptedCall) => string {
  return (call) => {
    const asked = call.request.output?.name;
    if (asked === 'clarification') return answers.clarification?.(call) ?? '{"questions": []}';
    if (asked === 'criteria') return '{"drafted": [{"id": "goal", "text": "It is met."}]}';
    if (asked === 'plan') return answers.plan?.(call) ?? toPlan([aWritten('count')]);
    if (asked === 'judgement') return answers.judgement?.(call) ?? toJudgement(true);
    return work(call);
  };
}

/** A task as a planner's model writes it. */
export function aWritten(id: string, facts: object = {}): object {
  return { id, title: id, kind: 'single', prompt: `Do ${id}.`, dependsOn: [], pieces: [], route: null, ...facts };
}

export function toPlan(tasks: readonly object[], merge: object = {}): string {
  return JSON.stringify({ tasks, merge: { strategy: 'json', instruction: null, fields: [], ...merge } });
}

export function toJudgement(isMet: boolean, missing: readonly object[] = []): string {
  return JSON.stringify({ criteria: [{ criterionId: 'goal', isMet, reason: 'So it is.', taskIds: [] }], missing });
}
