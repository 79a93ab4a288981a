/**
 * Headers that take back those an SDK reads from an environment variable of its own, a `name: value` a line, and would send
 * with every account and, where the SDK serves several vendors, to each of them.
 */
export function dropEnvironmentHeaders(variable: string): Record<string, null> {
  const lines = (process.env[variable] ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).trim(), null]));
}
