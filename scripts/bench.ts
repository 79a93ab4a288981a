// `npm run bench -- <name>` runs bench/<name>.ts, which prints one JSON object a line.
import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name] = process.argv.splice(2, 1);
const file = `bench/${name}.ts`;
if (name && existsSync(file)) {
  await import(pathToFileURL(file).href);
} else {
  const names = globSync('bench/*.ts').map((path) => basename(path, '.ts'));
  console.error(`Usage: npm run bench -- <name>, where <name> is one of: ${names.join(', ') || '(none yet)'}`);
  process.exitCode = 1;
}
