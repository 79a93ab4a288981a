import { estimateTokens } from '../defaults/estimate-tokens.ts';
import type { FunctionOffer } from '../domain/app-function.ts';
import type { Piece } from '../domain/piece.ts';
import type { Gap } from '../domain/verdict.ts';
import type { InputSummary, PlanRequest } from '../ports/planner.ts';
import { openQuestions } from '../run/questions.ts';
import type { RunContext } from '../run/run-context.ts';
import { toLimits } from './plan-limits.ts';
import { plannedBefore, plannedIn } from './rounds.ts';

const MAX_SAMPLES = 5;
const SAMPLE_LENGTH = 200;

/** What a planner is told of the run as it stands. */
export function toPlanRequest(
  { log: { state }, routes, functions, settings, signal }: RunContext,
  { round, missing }: { readonly round: number; readonly missing: readonly Gap[] },
): PlanRequest {
  const { goal, criteria, answers, questions, pieces } = state;
  const open = openQuestions(state);
  const begun = plannedIn(state, round);
  return {
    goal: goal.goal,
    criteria,
    ...(goal.outputSchema !== undefined && { outputSchema: goal.outputSchema }),
    input: summarise(pieces),
    answers,
    questions: questions.filter(({ id }) => open.has(id)),
    routes,
    functions: [...functions.values()].map(toOffer),
    round,
    ...(round > 1 && { repair: { missing, planned: plannedBefore(state, round) } }),
    ...(begun.length > 0 && { begun }),
    limits: toLimits(settings),
    signal,
  };
}

/** Nothing that could be called, or that JSON cannot hold. */
function toOffer({
  name,
  description,
  inputSchema,
  outputSchema,
  hasSideEffects,
  isOnce,
}: FunctionOffer): FunctionOffer {
  return { name, description, inputSchema, outputSchema, hasSideEffects, isOnce };
}

function summarise(pieces: readonly Piece[]): InputSummary {
  return {
    pieces: pieces.length,
    tokens: pieces.reduce((sum, piece) => sum + estimateTokens(toText(piece)), 0),
    samples: pieces.slice(0, MAX_SAMPLES).map((piece) => piece.title ?? toText(piece).slice(0, SAMPLE_LENGTH)),
  };
}

function toText({ content }: Piece): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
