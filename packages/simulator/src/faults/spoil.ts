import { isJsonObject, parseJson } from '../json.ts';
import type { Reply } from '../wire/reply.ts';
import type { FaultKind } from './fault.ts';

/** The reply as a fault of the model makes it; other faults leave it whole. */
export function spoil(reply: Reply, fault: FaultKind | undefined): Reply {
  switch (fault?.type) {
    case 'wrong-json':
      return { ...reply, text: toWrongJson(reply.text) };
    case 'no-json':
      return { ...reply, text: reply.text.slice(0, Math.ceil(reply.text.length / 2)) || 'Sure! Here is' };
    case 'blank-json':
      return { ...reply, text: ' \n'.repeat(8) };
    case 'content-filter':
      return { ...reply, text: '', toolCalls: [], finish: 'content-filter' };
    default:
      return reply;
  }
}

/** JSON still, but no longer of its schema: every field under another name. */
function toWrongJson(text: string): string {
  const value = parseJson(text);
  if (!isJsonObject(value)) return JSON.stringify({ unexpected: text.slice(0, 40) });
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, field]) => [`${key}_unexpected`, field])));
}
