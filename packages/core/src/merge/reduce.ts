import { hash } from 'node:crypto';
import type { Task } from '../domain/task.ts';
import { estimateTokens } from '../defaults/estimate-tokens.ts';
import { readFields } from '../run/answer/read-fields.ts';
import type { RunContext } from '../run/run-context.ts';
import { toParts } from '../run/to-parts.ts';
import { createTree } from './create-tree.ts';
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
  /** Of what is made: a field's name, or `output`. */
  readonly name: string;
  readonly instruction: string | null;
  /** Estimated input tokens of one call. Default: what the models of the route `merge` read with care. */
  readonly maxGroupTokens?: number;
}

/** However large a window is: of more, models leave out more. */
const MAX_GROUP_TOKENS = 12_000;
/** Of a window that one text may take, so that two go together with the instruction and the answer. */
const SHARE_OF_CONTEXT = 0.35;

/**
 * Has a model combine texts in order, as a tree: groups that fit a call, then what came of them, until one is left. A group is
 * combined as soon as its texts are there; one that is too long for a call is cut. Where a call fails its parts are put one
 * after another instead, so nothing is lost. A single text is reduced too: the instruction may ask for a form.
 */
export async function reduceTexts(
  texts: Iterable<Part> | AsyncIterable<Part>,
  request: ReduceRequest,
): Promise<string> {
  const most = maxTextTokens(request.context);
  const budget = request.maxGroupTokens ?? Math.min(MAX_GROUP_TOKENS, most);
  const tree = createTree<Part>({
    sizeOf: ({ text }) => estimateTokens(text),
    budget,
    combine: (parts, node) => reduceGroup(parts, node, request),
  });
  for await (const { source, text } of texts) {
    for (const part of text === '' ? [] : toParts(text, most)) tree.push({ source, text: part });
  }
  return (await tree.end())?.text ?? '';
}

/** What every model that may be asked can read. */
function maxTextTokens({ routes }: RunContext): number {
  const targets = routes.find(({ name }) => name === 'merge')?.targets ?? [];
  return SHARE_OF_CONTEXT * Math.min(...targets.map(({ contextTokens }) => contextTokens));
}

async function reduceGroup(parts: readonly Part[], node: string, request: ReduceRequest): Promise<Part> {
  const { context, instruction } = request;
  const task = toTask(parts, node, request);
  const { goal, citations } = context.log.state.goal;
  const outcome = await context.calls.call({
    task,
    prompt: () => toMergePrompt({ goal, instruction, results: parts, cites: citations === true }, context.prompts),
    read: (response) => toText(readFields([], response)),
  });
  const text = outcome.status === 'done' ? outcome.output : joinTexts(parts.map((part) => part.text));
  return { source: task.id, text };
}

/**
 * Named by what it is made of: the same texts are never combined twice in a run, in a later round as little as by whoever
 * merges while work still runs.
 */
function toTask(parts: readonly Part[], node: string, { name, round, instruction }: ReduceRequest): Task {
  const made = hash('sha256', JSON.stringify([instruction, parts]), 'base64url').slice(0, 10);
  return {
    id: `merge:${name}/${node}-${made}`,
    kind: 'merge',
    round,
    title: `Merge ${parts.length} ${parts.length === 1 ? 'text' : 'texts'} into ${name}`,
    route: 'merge',
    dependsOn: [],
  };
}
