import type { Json } from '@manyhands/core';
import type { Outcome } from './outcome.ts';

/** `brief.md`: what was asked for, to be read by people. */
export function toBrief(outcome: Outcome): string {
  const { title, notice, result, verdict } = outcome;
  const head = [`# ${title[0]?.toUpperCase()}${title.slice(1)}`, `> ${notice}`];
  const state = verdict.isComplete
    ? []
    : [`**Not complete**: the run ended as ${result.status}. ${result.failure?.message ?? ''}`.trim()];
  const missing = verdict.missing.map(
    ({ taskId, piece, reason }) => `- ${taskId ?? `piece ${piece ?? '?'}`}: ${reason}`,
  );
  const lost = missing.length > 0 ? ['## Missing', missing.join('\n')] : [];
  return `${[...head, ...state, ...toChapters(result.output), ...lost].join('\n\n')}\n`;
}

function toChapters(output: Json): string[] {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return [toText(output)];
  return Object.entries(output).flatMap(([name, value]) => [
    `## ${name[0]?.toUpperCase()}${name.slice(1)}`,
    toText(value as Json),
  ]);
}

function toText(value: Json): string {
  if (value === null) return 'Nothing came.';
  if (Array.isArray(value)) return value.map((item: Json) => `- ${toLine(item)}`).join('\n');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, item]) => `- **${name}**: ${toLine(item as Json)}`)
    .join('\n');
}

function toLine(value: Json): string {
  if (Array.isArray(value)) return value.map((item: Json) => toLine(item)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
