import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps the server's programs out of the path; the newest version comes first. */
function folders(): readonly string[] {
  const debian = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => versionOf(b) - versionOf(a));
  return [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
}

function versionOf(folder: string): number {
  return Number.parseFloat(folder.split('/').at(-2) ?? '');
}

/** The folder with the programs `initdb` and `postgres` of this machine, if it has them. */
export function findPostgres(): string | undefined {
  return folders().find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}
