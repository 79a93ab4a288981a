import type { Capabilities } from '@manyhands/core';
import { type ClaudeName, readClaudeName } from './models.ts';

const NEWEST: ClaudeName = { line: 'unknown', version: Infinity };

/** What the Messages API lets a model do; see platform.claude.com/docs/en/about-claude/models. Unknown: as the newest. */
export function anthropicCapabilities(model: string): Capabilities {
  const name = readClaudeName(model) ?? NEWEST;
  return {
    // Structured outputs: platform.claude.com/docs/en/build-with-claude/structured-outputs.
    jsonOutput: name.version >= 4.5 ? 'schema' : 'prompt',
    images: true,
    tools: true,
    contextTokens: name.version >= 4.6 ? 1_000_000 : 200_000,
    maxOutputTokens: toMaxOutputTokens(name),
  };
}

function toMaxOutputTokens({ line, version }: ClaudeName): number {
  if (version >= 4.7 || (line === 'opus' && version >= 4.6)) return 128_000;
  if (version >= 4.5) return 64_000;
  if (version >= 4) return line === 'opus' ? 32_000 : 64_000;
  if (version >= 3.7) return 64_000;
  return version >= 3.5 ? 8192 : 4096;
}

/**
 * How a model is told to think: by a `budget` of tokens up to 4.5, `adaptive` since 4.6 (which refuses budgets from 4.7 on).
 * See platform.claude.com/docs/en/build-with-claude/adaptive-thinking.
 */
export function toThinkingForm(model: string): 'none' | 'budget' | 'adaptive' {
  const { version } = readClaudeName(model) ?? NEWEST;
  if (version < 3.7) return 'none';
  return version < 4.6 ? 'budget' : 'adaptive';
}

/** Models that think unless told not to, and let themselves be told. Fable, Mythos and Opus 5.5 always think. */
export function canStopThinking(model: string): boolean {
  const { line, version } = readClaudeName(model) ?? NEWEST;
  if (version < 5 || version === Infinity) return false;
  return line === 'sonnet' || line === 'haiku' || (line === 'opus' && version < 5.5);
}

export function alwaysThinks(model: string): boolean {
  const { line, version } = readClaudeName(model) ?? NEWEST;
  return line === 'fable' || line === 'mythos' || (line === 'opus' && version >= 5.5);
}

/** Opus 4.7 and everything after it refuse sampling parameters. */
export function takesTemperature(model: string): boolean {
  return (readClaudeName(model) ?? NEWEST).version < 4.7;
}
