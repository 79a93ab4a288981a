// What `npm run bench -- <name>` and `npm run chaos -- <name>` have in common.
import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs `<folder>/<name>.ts`, the name being the first argument, or says which names there are. */
export async function runNamed(folder: string): Promise<void> {
  const [name] = process.argv.splice(2, 1);
  const file = `${folder}/${name}.ts`;
  if (name && existsSync(file)) {
    await import(pathToFileURL(file).href);
    return;
  }
  const names = globSync(`${folder}/*.ts`, { exclude: (path) => path.endsWith('.test.ts') });
  const known = names.map((path) => basename(path, '.ts')).join(', ') || '(none yet)';
  console.error(`Usage: npm run ${folder} -- <name>, where <name> is one of: ${known}`);
  process.exitCode = 1;
}
