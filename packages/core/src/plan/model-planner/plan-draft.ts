import type { ChatResponse } from '../../domain/chat.ts';
import type { Plan, PlanTask } from '../../domain/plan.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import type { PlanPart, PlanRequest } from '../../ports/planner.ts';
import { readValue } from '../../run/answer/read-value.ts';
import { checkPlan, isSound, type PlanContext } from '../check-plan.ts';
import { createTaskReader } from './read-tasks.ts';
import { readPlanSchema, readTaskSchema, toWritten } from './written-plan.ts';

/** A plan that is being written, in as many attempts as it takes. */
export interface PlanDraft {
  /** The text of the current attempt so far. */
  onText(text: string): void;
  /** @throws InvalidAnswerError */
  read(response: ChatResponse): Plan;
}

/**
 * Emits every task once, as soon as it is complete and everything it depends on was emitted: so no emitted task can be part
 * of a circle or wait for something unknown, and every fault of a plan can still be mended. Emitted tasks may have begun, so
 * that later attempts have to keep them.
 */
export function createPlanDraft(request: PlanRequest, emit: (part: PlanPart) => void): PlanDraft {
  const context = toContext(request);
  const begun = (request.begun ?? []).map((task) => [task.id, task] as const);
  const known = new Map([...context.planned, ...begun]);
  const emitted = new Map(begun);
  /** Tasks of the current attempt that wait for others to be written. */
  const held = new Map<string, PlanTask>();

  function offer(value: unknown): void {
    const parsed = readTaskSchema.safeParse(value);
    if (parsed.success) hold(parsed.data);
  }

  function hold(task: PlanTask): void {
    if (emitted.has(task.id) || held.has(task.id)) return;
    if (!isSound(task, { ...context, planned: new Map([...known, ...held]) })) return;
    held.set(task.id, task);
    release();
  }

  function release(): void {
    for (let task = findReady(); task !== undefined; task = findReady()) {
      held.delete(task.id);
      known.set(task.id, task);
      emitted.set(task.id, task);
      emit({ type: 'task', task });
    }
  }

  function findReady(): PlanTask | undefined {
    return [...held.values()].find(({ dependsOn }) => dependsOn.every(isKnown));
  }

  /** Done again in this plan or not: a planned task that still stands in `held` has to be emitted first. */
  function isKnown(id: string): boolean {
    return known.has(id) && !held.has(id);
  }

  function check(plan: Plan): Plan {
    checkPlan(plan, context);
    checkKept(plan, emitted);
    return plan;
  }

  return {
    onText: createTaskReader(offer, () => held.clear()),
    read(response) {
      try {
        const plan = check(readValue(readPlanSchema, response));
        held.clear();
        for (const task of plan.tasks) hold(task);
        return plan;
      } catch (error) {
        emit({ type: 'rejected', reason: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
  };
}

function toContext({
  repair,
  routes,
  input,
  answers,
  questions: open,
  functions: offers,
  limits,
}: PlanRequest): PlanContext {
  const planned = new Map((repair?.planned ?? []).map((task) => [task.id, task]));
  const functions = new Map(offers.map((offer) => [offer.name, offer]));
  const questions = new Set([...answers, ...open].map(({ id }) => id));
  return { planned, repeatable: new Set(planned.keys()), routes, pieces: input.pieces, questions, functions, limits };
}

/** Tasks that were read from an earlier attempt may be under way: they cannot be taken back. */
function checkKept({ tasks }: Plan, emitted: ReadonlyMap<string, PlanTask>): void {
  const written = new Map(tasks.map((task) => [task.id, JSON.stringify(task)]));
  const lost = [...emitted.values()].filter((task) => written.get(task.id) !== JSON.stringify(task));
  if (lost.length === 0) return;
  const list = lost.map((task) => JSON.stringify(toWritten(task))).join('\n');
  throw new InvalidAnswerError(
    `These tasks have been started and must stand in the plan exactly as they are:\n${list}`,
  );
}
