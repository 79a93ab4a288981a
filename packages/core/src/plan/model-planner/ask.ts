import type { ChatResponse, JsonOutput, Prompt } from '../../domain/chat.ts';
import type { Json } from '../../domain/json.ts';
import type { Target } from '../../domain/target.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import { ManyhandsError } from '../../errors/manyhands-error.ts';
import type { Prompts } from '../../defaults/prompts/prompts.ts';
import type { PromptText } from '../../defaults/prompts/section.ts';
import type { ModelCalls, TaskOutcome } from '../../ports/model-calls.ts';

/** The route that leads to the planner's model. */
const PLANNER_ROUTE = 'planner';

/** How the planner's model is asked, whatever it is asked. */
export interface AskOptions extends Pick<Prompt, 'reasoning' | 'temperature' | 'maxOutputTokens'> {
  /** Default: the standard ones. */
  readonly prompts?: Prompts;
}

export interface Question<Answer extends Json> {
  readonly kind: Extract<TaskKind, 'clarify' | 'plan' | 'evaluate'>;
  readonly title: string;
  readonly round: number;
  /** Among several of its kind in a round: the end of its id. */
  readonly place?: string;
  /** Who is asked, in place of the planner's model. */
  readonly targets?: readonly Target[];
  readonly text: PromptText;
  readonly output: JsonOutput;
  readonly read: (response: ChatResponse) => Answer;
  readonly onText?: (text: string) => void;
}

/**
 * Asks the planner's model, as a task of the run.
 *
 * @throws ManyhandsError when there is no answer
 */
export async function ask<Answer extends Json>(
  question: Question<Answer>,
  { reasoning, temperature, maxOutputTokens }: AskOptions,
  calls: ModelCalls,
): Promise<Answer> {
  const { text, output, read, onText } = question;
  const prompt: Prompt = {
    system: text.system,
    messages: [{ role: 'user', content: text.user }],
    output,
    ...(reasoning !== undefined && { reasoning }),
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
  };
  const call = { task: toTask(question), prompt: () => prompt, read, ...(onText !== undefined && { onText }) };
  return toAnswer(await calls.call<Answer>(call));
}

function toTask({
  kind,
  round,
  title,
  place = '',
  targets,
}: Pick<Question<Json>, 'kind' | 'round' | 'title' | 'place' | 'targets'>): Task {
  const asked = targets === undefined ? {} : { targets: [...targets] };
  return { id: `${kind}:${round}${place}`, kind, round, title, route: PLANNER_ROUTE, dependsOn: [], ...asked };
}

function toAnswer<Answer extends Json>(outcome: TaskOutcome<Answer>): Answer {
  switch (outcome.status) {
    case 'done':
      return outcome.output;
    case 'failed':
      throw new ManyhandsError(`The planner gave no usable answer: ${outcome.failure.message}`, {
        code: 'MANYHANDS_PLANNER_FAILED',
      });
    case 'skipped':
      throw new ManyhandsError(`The planner was not asked: ${outcome.because}`, { code: 'MANYHANDS_PLANNER_FAILED' });
    case 'cancelled':
      throw new ManyhandsError(`The planner was stopped: ${outcome.reason}`, { code: 'MANYHANDS_CANCELLED' });
  }
}
