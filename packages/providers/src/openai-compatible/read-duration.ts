const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads Go's durations, as OpenAI's reset headers have them: `12ms`, `1.5s`, `6m0s`; a bare number is seconds. In ms. */
export function readDuration(text: string | null | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(trimmed)) return undefined;
  const pieces = trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
  return pieces.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!, 0);
}
