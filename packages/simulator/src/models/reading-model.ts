import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Ask, AskTool } from '../wire/ask.ts';
import { isJudgement, judge } from './judging/judge.ts';
import type { Draft, Model } from './model.ts';
import { clarify, isClarification } from './planning/clarify.ts';
import { isPlan, plan } from './planning/plan.ts';
import { fillSchema } from './reading/fill-schema.ts';
import { findSchema } from './reading/find-schema.ts';
import { type Prompt, readPrompt } from './reading/read-prompt.ts';
import { extractSummary } from './reading/sentences.ts';
import { readSummaryLength } from './reading/summary-length.ts';

/**
 * Does what it is asked by reading the request: fills a schema field by field, calls a tool, or sums up. The shape of the
 * schema says what kind of work it is: `tasks` and `merge` a plan, `questions` what is unclear, `criteria` a judgement.
 */
export const readingModel: Model = (ask) => {
  const prompt = readPrompt(ask);
  const tool = chooseTool(ask, prompt);
  if (tool !== undefined) return callTool(tool, prompt);
  const schema =
    ask.schema ?? (ask.isJson || /\bjson\b/i.test(prompt.instruction) ? findSchema(toAsked(prompt.whole)) : undefined);
  if (schema !== undefined) return { text: JSON.stringify(answerSchema(schema, prompt)) };
  if (ask.isJson) return { text: JSON.stringify({ answer: summarise(prompt) }) };
  return { text: summarise(prompt) };
};

/** Without the schema that is quoted for a plan's output: it is not the schema of this answer. */
function toAsked(whole: string): string {
  return whole.replace(/<output-schema>[^]*?<\/output-schema>/g, '');
}

function answerSchema(schema: JsonObject, prompt: Prompt): Json {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  if (isPlan(properties)) return fillSchema(schema, prompt, plan(prompt));
  if (isJudgement(properties)) return fillSchema(schema, prompt, judge(prompt));
  if (isClarification(properties)) return fillSchema(schema, prompt, clarify(prompt));
  return fillSchema(schema, prompt);
}

function summarise(prompt: Prompt): string {
  const usual = prompt.results.length > 0 ? { maxSentences: 12, maxWords: 300 } : { maxSentences: 3, maxWords: 120 };
  return extractSummary(prompt.text, readSummaryLength(prompt.instruction, usual));
}

/** A tool that has to be called, or one that the user names and whose result is not in yet. */
function chooseTool({ tools, toolChoice, messages }: Ask, prompt: Prompt): AskTool | undefined {
  if (tools.length === 0 || toolChoice === 'none') return undefined;
  if (typeof toolChoice === 'object') return tools.find(({ name }) => name === toolChoice.name);
  if (toolChoice === 'required') return tools.find(({ name }) => isMentioned(name, prompt.whole)) ?? tools[0];
  if (messages.at(-1)?.role !== 'user') return undefined;
  return tools.find(({ name }) => isMentioned(name, messages.at(-1)?.text ?? ''));
}

/** `get_weather` is mentioned by "get weather" and by "the weather in Kyoto, please get it". */
function isMentioned(name: string, text: string): boolean {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[\W_]+/);
  return words.filter((word) => word.length > 3).every((word) => text.toLowerCase().includes(word));
}

function callTool(tool: AskTool, prompt: Prompt): Draft {
  return { text: '', toolCalls: [{ name: tool.name, input: answerSchema(tool.schema, prompt) }] };
}
