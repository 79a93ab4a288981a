import type { Answer, Question } from '../domain/plan.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import { openQuestions } from '../run/questions.ts';
import type { RunContext } from '../run/run-context.ts';
import { untilStopped } from '../run/until-stopped.ts';
import { toPlanRequest } from './to-plan-request.ts';

/** What a person can be asked at once. */
const MAX_QUESTIONS = 10;

/** `null`: what the planner assumes. */
type Given = string | null | undefined;

/**
 * Answers by question id. A question that is left out, or `null`, is answered by its assumption; a promise is an answer that
 * comes later: only the tasks that use it wait. One that rejects is answered by its assumption.
 */
export type Answers = Readonly<Record<string, Given | PromiseLike<Given>>>;

/** Asked once for all questions that are open; of a resumed run for those that still are. */
export type OnClarify = (questions: readonly Question[], signal: AbortSignal) => Answers | Promise<Answers>;

/** Knows what is unclear about a goal, and hears what the app says of it, whenever it does. */
export interface Clarifier {
  /** Asks the planner what is unclear, and the app for answers. Resolves when the app has said what it knows by now. */
  ask(): Promise<void>;
  /**
   * An answer, open as the question may be, assumed, or answered otherwise before.
   *
   * @throws ManyhandsError `MANYHANDS_UNKNOWN_QUESTION`
   */
  answer(questionId: string, answer: string): Promise<void>;
  /** Nothing is recorded any more. */
  close(): void;
}

export interface ClarifierOptions {
  readonly onClarify?: OnClarify | undefined;
  /** From when it was asked, for a question that has no deadline of its own. Default: without end. */
  readonly answerWithinMs?: number | undefined;
  /** These have another answer now than before, or one at all. */
  onAnswered(questionIds: readonly string[]): void;
}

export function createClarifier(context: RunContext, options: ClarifierOptions): Clarifier {
  const { log, clock, signal } = context;
  const { state } = log;
  const stopTimers: (() => void)[] = [];
  const isAnswered = Promise.withResolvers<void>();
  let isClosed = false;

  async function ask(): Promise<void> {
    const open = await findOpen();
    if (open.length === 0) return;
    for (const question of open) startDeadline(question);
    const said = hear(open);
    // What the app says after nobody waits for it any more is heard, but no longer fails the run.
    said.catch(() => {});
    await untilStopped(Promise.race([said, isAnswered.promise]), signal);
  }

  /** Questions that were asked already stay open until they are answered. */
  async function findOpen(): Promise<readonly Question[]> {
    if (state.questions.length === 0 && state.rounds.length === 0) {
      const questions = await askPlanner(context);
      if (questions.length > 0) await log.append({ type: 'clarify:asked', questions: [...questions] });
    }
    return state.questions.filter(({ id }) => isOpen(id));
  }

  function isOpen(questionId: string): boolean {
    return openQuestions(state).has(questionId);
  }

  async function hear(open: readonly Question[]): Promise<void> {
    const given = await askApp(open);
    const now: Answer[] = [];
    for (const question of open) {
      const answer = given[question.id];
      if (isLater(answer)) hearLater(question, answer);
      else if (typeof answer === 'string' || isOpen(question.id)) now.push(toAnswer(question, answer));
    }
    await record(now);
  }

  async function askApp(open: readonly Question[]): Promise<Answers> {
    try {
      return (await options.onClarify?.(open, signal)) ?? {};
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ManyhandsError(`The goal's own onClarify threw: ${reason}`, {
        code: 'MANYHANDS_CLARIFY_FAILED',
        cause,
      });
    }
  }

  function hearLater(question: Question, answer: PromiseLike<Given>): void {
    const assume = () => take(question, undefined);
    // A log that cannot be written fails the run at its next event.
    Promise.resolve(answer)
      .then((given) => take(question, given), assume)
      .catch(() => {});
  }

  function startDeadline(question: Question): void {
    const withinMs = question.deadlineMs ?? options.answerWithinMs;
    if (withinMs === undefined) return;
    const leftMs = Math.max(0, (state.askedAt ?? clock.now()) + withinMs - clock.now());
    stopTimers.push(clock.setTimer(() => void take(question, undefined).catch(() => {}), leftMs));
  }

  async function take(question: Question, given: Given): Promise<void> {
    if (typeof given === 'string' || isOpen(question.id)) await record([toAnswer(question, given)]);
  }

  async function record(answers: readonly Answer[]): Promise<void> {
    if (isClosed || answers.length === 0) return;
    await log.append({ type: 'clarify:answered', answers: [...answers] });
    options.onAnswered(answers.map(({ id }) => id));
    if (openQuestions(state).size === 0) isAnswered.resolve();
  }

  return {
    ask,
    async answer(questionId, answer) {
      const question = state.questions.find(({ id }) => id === questionId);
      if (question === undefined) throw unknownQuestion(questionId, state.questions);
      await take(question, answer);
    },
    close() {
      isClosed = true;
      for (const stop of stopTimers) stop();
    },
  };
}

function isLater(answer: Answers[string]): answer is PromiseLike<Given> {
  return typeof answer === 'object' && answer !== null;
}

function toAnswer({ id, question, assumption }: Question, given: Given): Answer {
  const isAssumed = typeof given !== 'string';
  return { id, question, answer: isAssumed ? assumption : given, isAssumed };
}

/** Work goes on without the questions of a planner that fails to ask them, and with the first of one that asks without end. */
async function askPlanner(context: RunContext): Promise<readonly Question[]> {
  try {
    const questions = await context.planner.clarify?.(toPlanRequest(context, { round: 1, missing: [] }));
    return questions?.slice(0, MAX_QUESTIONS) ?? [];
  } catch (error) {
    if (context.signal.aborted) throw error;
    return [];
  }
}

function unknownQuestion(id: string, known: readonly Question[]): ManyhandsError {
  const message = `There is no question "${id}"; the run has asked ${known.map((each) => each.id).join(', ') || 'none'}.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_UNKNOWN_QUESTION' });
}
