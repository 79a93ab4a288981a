/** Models by name in November 2026; any other name is passed on as it is. */
export type AnthropicModel =
  | 'claude-haiku-5-5'
  | 'claude-sonnet-5-5'
  | 'claude-opus-5-5'
  | 'claude-fable-5-1'
  | 'claude-sonnet-5'
  | 'claude-opus-5'
  | 'claude-opus-4-8'
  | 'claude-opus-4-7'
  | 'claude-opus-4-6'
  | 'claude-sonnet-4-6'
  | 'claude-haiku-4-5'
  | 'claude-sonnet-4-5'
  | 'claude-opus-4-5'
  | (string & {});

/** The cheapest whose list price is known. */
export const DEFAULT_ANTHROPIC_MODEL: AnthropicModel = 'claude-haiku-4-5';

export interface ClaudeName {
  /** `opus`, `sonnet`, `haiku`… */
  readonly line: string;
  /** 4.6 for `claude-opus-4-6`. */
  readonly version: number;
}

const NEW_ORDER = /^claude-([a-z]+)-(\d{1,2})(?:-(\d{1,2}))?(?:-|$)/;
const OLD_ORDER = /^claude-(\d)(?:-(\d{1,2}))?-([a-z]+)/;

/** Numbers come after the line (`claude-haiku-4-5-20251001`), before 2025 before it (`claude-3-7-sonnet-latest`). */
export function readClaudeName(model: string): ClaudeName | undefined {
  const [, line, major, minor] = NEW_ORDER.exec(model) ?? [];
  if (line !== undefined) return { line, version: Number(`${major}.${minor ?? 0}`) };
  const [, oldMajor, oldMinor, oldLine] = OLD_ORDER.exec(model) ?? [];
  return oldLine === undefined ? undefined : { line: oldLine, version: Number(`${oldMajor}.${oldMinor ?? 0}`) };
}
