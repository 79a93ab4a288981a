import type { Task } from '../domain/task.ts';
import { estimateTokens } from '../defaults/estimate-tokens.ts';
import { readFields } from '../run/answer/read-fields.ts';
import type { RunContext } from '../run/run-context.ts';
import { toGroups } from './to-groups.ts';
import { toMergePrompt } from './to-merge-prompt.ts';
import { joinTexts, toText } from './to-text.ts';

/** A result, or what a model made of several. */
export interface Part {
  /** Id of the task it comes from. */
  readonly source: string;
  readonly text: string;
}

export interface ReduceRequest {
  readonly context: RunContext;
  readonly round: number;
  /** Of what is made; unique in the round. */
  readonly name: string;
  readonly instruction: string | null;
  /** Estimated input tokens of one call. Default 12,000: cheap models read that much with care. */
  readonly maxGroupTokens?: number;
}

const MAX_GROUP_TOKENS = 12_000;

/**
 * Has a model combine texts in order, as a tree: groups that fit a call, then what came of them, until one is left. Where a
 * call fails its parts are put one after another instead, so nothing is lost. A single text is reduced too: the instruction
 * may ask for a form.
 */
export async function reduceTexts(texts: readonly Part[], request: ReduceRequest): Promise<string> {
  let parts = texts.filter(({ text }) => text !== '');
  for (let level = 0; parts.length > 1 || (level === 0 && parts.length === 1); level += 1) {
    parts = await reduceLevel(parts, level, request);
  }
  return parts[0]?.text ?? '';
}

/** The calls of a level run side by side; a text that is left over goes up as it is. */
function reduceLevel(parts: readonly Part[], level: number, request: ReduceRequest): Promise<Part[]> {
  const groups = toGroups(parts, ({ text }) => estimateTokens(text), request.maxGroupTokens ?? MAX_GROUP_TOKENS);
  const reduced = groups.map(async ([first, ...others], index) => {
    if (others.length === 0 && groups.length > 1) return first!;
    return reduceGroup([first!, ...others], `${level}.${index}`, request);
  });
  return Promise.all(reduced);
}

async function reduceGroup(parts: readonly Part[], node: string, request: ReduceRequest): Promise<Part> {
  const { context, instruction } = request;
  const task = toTask(parts, node, request);
  const outcome = await context.calls.call({
    task,
    prompt: () => toMergePrompt({ goal: context.log.state.goal.goal, instruction, results: parts }),
    read: (response) => toText(readFields([], response)),
  });
  const text = outcome.status === 'done' ? outcome.output : joinTexts(parts.map((part) => part.text));
  return { source: task.id, text };
}

function toTask(parts: readonly Part[], node: string, { name, round }: ReduceRequest): Task {
  return {
    id: `merge:${name}/${node}${round > 1 ? `~${round}` : ''}`,
    kind: 'merge',
    round,
    title: `Merge ${parts.length} ${parts.length === 1 ? 'text' : 'texts'} into ${name}`,
    route: 'merge',
    dependsOn: [],
  };
}
