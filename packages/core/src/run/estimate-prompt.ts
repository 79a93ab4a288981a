import type { Message, MessagePart, Prompt } from '../domain/chat.ts';
import { estimateTokens } from '../defaults/estimate-tokens.ts';

/** Vendors count an image of ordinary size as some hundreds to 1,600 tokens; the balancer learns the rest. */
const IMAGE_TOKENS = 1_200;
/** Roles and separators around each message. */
const MESSAGE_TOKENS = 4;

/** Different frames remembered at once. */
const MAX_FRAMES = 64;

/** Thousands of prompts of a run have the same rules and schema around them: these are estimated once. */
const frames = new Map<string, number>();

/** Input tokens a prompt will take, about. */
export function estimatePrompt(prompt: Prompt): number {
  const frame = (prompt.system ?? '') + describe(prompt.tools) + describe(prompt.output?.schema);
  return prompt.messages.reduce((sum, message) => sum + estimateMessage(message), estimateFrame(frame));
}

function estimateFrame(frame: string): number {
  const known = frames.get(frame);
  if (known !== undefined) return known;
  const tokens = estimateTokens(frame);
  if (frames.size === MAX_FRAMES) frames.clear();
  frames.set(frame, tokens);
  return tokens;
}

function estimateMessage({ content }: Message): number {
  if (typeof content === 'string') return MESSAGE_TOKENS + estimateTokens(content);
  return content.reduce((sum, part) => sum + estimatePart(part), MESSAGE_TOKENS);
}

function estimatePart(part: MessagePart): number {
  switch (part.type) {
    case 'image':
      return IMAGE_TOKENS;
    case 'text':
    case 'reasoning':
      return estimateTokens(part.text);
    case 'tool-call':
      return estimateTokens(part.name + describe(part.input));
    case 'tool-result':
      return estimateTokens(describe(part.output));
  }
}

function describe(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}
