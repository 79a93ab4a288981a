import { type Json, ProviderError, type ToolCallPart } from '@manyhands/core';
import type { RawToolCall } from './from-response.ts';

/** @throws ProviderError `invalid-response` when the arguments are not JSON. */
export function readToolCall(provider: string, call: RawToolCall): ToolCallPart {
  try {
    // A tool without parameters is called with nothing by some servers.
    const input = (call.arguments.trim() === '' ? {} : JSON.parse(call.arguments)) as Json;
    return { type: 'tool-call', id: call.id, name: call.name, input };
  } catch {
    const message = `${provider} called the tool "${call.name}" with arguments that are not JSON. It can be asked again.`;
    throw new ProviderError(message, { kind: 'invalid-response', provider });
  }
}
