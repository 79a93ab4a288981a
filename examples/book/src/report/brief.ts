import type { Json } from '@manyhands/core';
import { isObject, type PieceResult } from '../job/piece-results.ts';
import { toNumber } from '../text/figures.ts';
import type { Outcome } from './outcome.ts';

/** `brief.md`: what was asked for, to be read by people; then what was found in each piece. */
export function toBrief(outcome: Outcome): string {
  const { title, notice, pieces } = outcome;
  const parts = [
    `# ${toCapital(title)}`,
    `> ${notice}`,
    ...toStanding(outcome),
    toMerged(outcome),
    ...toPieces(pieces),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The output: a section for each of its fields. */
function toMerged({ result: { output } }: Outcome): string {
  if (output === null) return 'There is no merged output.';
  if (!isObject(output)) return toText(output);
  return Object.entries(output)
    .map(([name, value]) => `## ${toHeading(name)}\n\n${toText(value)}`)
    .join('\n\n');
}

function toStanding({ verdict, result }: Outcome): string[] {
  if (verdict.isComplete) return [];
  const state = `**Not complete**: the run ended as ${result.status}. ${result.failure?.message ?? ''}`.trim();
  const missing = verdict.missing.map(
    ({ taskId, piece, reason }) => `- ${taskId ?? `piece #${piece ?? '?'}`}: ${reason}`,
  );
  return missing.length === 0 ? [state] : [state, '## Missing', missing.join('\n')];
}

function toPieces(pieces: readonly PieceResult[]): string[] {
  if (pieces.length === 0) return [];
  const sections = pieces.map(({ piece, title, output }) => `### #${piece} ${title}\n\n${toFields(output)}`);
  return ['## Piece by piece', ...sections];
}

/** The texts of an answer as they are, the rest as a list. */
function toFields(output: Json): string {
  if (!isObject(output)) return toText(output);
  const texts = Object.values(output).filter((value) => typeof value === 'string');
  const others = Object.entries(output).filter(([, value]) => typeof value !== 'string');
  return [...texts, others.map(([name, value]) => `- ${name}: ${toLine(value)}`).join('\n')].join('\n\n').trim();
}

function toText(value: Json): string {
  if (Array.isArray(value)) return value.map((item: Json) => `- ${toLine(item)}`).join('\n');
  return isObject(value) ? toIndex(value) : toLine(value);
}

function toIndex(index: { readonly [name: string]: Json }): string {
  return toSortedIndex(index)
    .map(([name, value]) => `- **${name}**: ${toPlaces(value)}`)
    .join('\n');
}

/** What stands in most pieces first. */
export function toSortedIndex(index: { readonly [name: string]: Json }): (readonly [string, Json])[] {
  return Object.entries(index).toSorted(([, a], [, b]) => toLength(b) - toLength(a));
}

function toLength(value: Json): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Numbers in an index are those of pieces. */
export function toPlaces(value: Json): string {
  const isIndex = Array.isArray(value) && value.every((item) => typeof item === 'number');
  return isIndex ? value.map((piece) => `#${piece}`).join(', ') : toLine(value);
}

export function toLine(value: Json): string {
  if (typeof value === 'number' && Number.isInteger(value)) return toNumber(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item: Json) => toLine(item)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `whaleCount` → "Whale count". */
export function toHeading(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return toCapital(words.toLowerCase());
}

function toCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
