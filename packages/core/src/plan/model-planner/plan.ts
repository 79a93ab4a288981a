import type { Plan } from '../../domain/plan.ts';
import { STANDARD_PROMPTS } from '../../defaults/prompts/prompts.ts';
import type { ModelCalls } from '../../ports/model-calls.ts';
import type { PlanPart, PlanRequest } from '../../ports/planner.ts';
import { schemaToJsonOutput } from '../../run/answer/to-json-output.ts';
import { ask, type AskOptions } from './ask.ts';
import { createPlanDraft } from './plan-draft.ts';
import { writtenPlanSchema } from './written-plan.ts';

/** The plan of the planner's model, task by task while it is written, then the merge. */
export async function* plan(
  request: PlanRequest,
  options: AskOptions,
  calls: ModelCalls,
): AsyncGenerator<PlanPart, void, undefined> {
  const { parts, answer } = startPlan(request, options, calls);
  const read = new Set<string>();
  for await (const part of parts) {
    if (part.type === 'task') read.add(part.task.id);
    yield part;
  }
  const { tasks, merge } = await answer;
  // An answer that the log of a resumed run has was read by nobody here.
  for (const task of tasks) if (!read.has(task.id)) yield { type: 'task', task };
  yield { type: 'merge', merge };
}

/** The parts end when the call has ended, in whatever way. */
function startPlan(request: PlanRequest, options: AskOptions, calls: ModelCalls) {
  let isWanted = true;
  const started = Promise.withResolvers<Plan>();
  started.promise.catch(() => {});
  const parts = new ReadableStream<PlanPart>({
    start(controller) {
      const draft = createPlanDraft(request, (part) => isWanted && controller.enqueue(part));
      const question = {
        kind: 'plan',
        title: request.repair === undefined ? 'Plan the work' : 'Plan the repair',
        round: request.round,
        place: request.refused === undefined ? '' : `~${request.refused.length + 1}`,
        text: (options.prompts ?? STANDARD_PROMPTS).plan(request),
        output: schemaToJsonOutput('plan', writtenPlanSchema),
        ...draft,
      } as const;
      const answer = ask<Plan>(question, options, calls);
      started.resolve(answer);
      const close = () => void (isWanted && controller.close());
      answer.then(close, close);
    },
    cancel: () => void (isWanted = false),
  });
  return { parts, answer: started.promise };
}
