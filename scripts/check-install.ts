// Installs the packed packages in an empty app outside the workspace and runs the README's example there, against a local vendor.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSimulator } from '@manyhands/simulator';

const PACKAGES = ['core', 'adapter-memory', 'adapter-sqlite', 'providers'];
const WANTED_SDKS = ['openai'];
const KNOWN_SDKS = ['openai', '@anthropic-ai/sdk', '@google/genai', '@google/generative-ai', 'kafkajs', 'pg'];

/** The thread of the store is a file of its own, which the build must have brought. It prints nothing but what it has kept. */
const KEPT_RUN = `import { sqliteStore } from '@manyhands/adapter-sqlite';
const store = sqliteStore({ path: 'out/runs.db' });
const goal = { goal: 'Stay.', budget: {} };
await store.append('run', [{ type: 'run:started', runId: 'run', seq: 1, at: 1, goal, criteria: [] }]);
for await (const { type } of store.read('run')) console.log(type);
`;

const app = mkdtempSync(join(tmpdir(), 'manyhands-app-'));
process.on('exit', () => rmSync(app, { recursive: true, force: true }));

for (const name of PACKAGES) run('pnpm', ['pack', '--pack-destination', app], resolve('packages', name));
writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
const tarballs = globSync('*.tgz', { cwd: app }).map((file) => `./${file}`);
run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs, 'openai', 'zod', '@types/node@24']);

const installed = KNOWN_SDKS.filter((name) => globSync(join(app, 'node_modules', name, 'package.json')).length > 0);
if (installed.join() !== WANTED_SDKS.join())
  throw new Error(`Installed are ${installed.join(', ')}, not only what was asked for.`);

const simulator = await createSimulator({ accounts: [{ vendor: 'openai', key: 'sk-local' }] });
const local = `openai({ baseUrl: '${simulator.baseUrl('openai')}' })`;
mkdirSync(join(app, 'src'));
writeFileSync(join(app, 'src/main.ts'), readExample().replace('openai()', local));
writeFileSync(join(app, 'src/own-schema.ts'), withOwnSchema(readExample().replace('openai()', local)));
writeFileSync(join(app, 'src/kept.ts'), KEPT_RUN);
writeFileSync(join(app, 'book.txt'), '# One\nAnn met Bob at the sea.\n\n# Two\nBob met Ann on a ship.\n');
writeFileSync(
  join(app, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      strict: true,
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable'],
      module: 'nodenext',
      noEmit: true,
      types: ['node'],
      allowImportingTsExtensions: true,
    },
    include: ['src'],
  }),
);
run('tsc', ['--project', app]);
const printed = await runProgram('src/main.ts');
if (!/^(done|partial) /m.test(printed) || !printed.includes('read#1 by openai-1')) {
  throw new Error(`The README's example did not do what it says:\n${printed}`);
}
console.log(`The README's example, in an app of its own:\n${printed}`);
const brief = await runProgram('src/own-schema.ts');
if (!/^done string \S/m.test(brief)) throw new Error(`A schema of the app's own zod was not used:\n${brief}`);
const kept = await runProgram('src/kept.ts');
if (kept !== 'run:started\n') throw new Error(`A run was not kept in a file:\n${kept}`);
await simulator.close();

/** What a program of the app printed. */
async function runProgram(file: string): Promise<string> {
  const env = { PATH: process.env['PATH'], OPENAI_API_KEY: 'sk-local' };
  const child = spawn(process.execPath, [file], { cwd: app, env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number];
  if (exitCode !== 0) throw new Error(`${file} failed:\n${output}`);
  return output;
}

/** The first block of TypeScript in the README. */
function readExample(): string {
  const example = /```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1];
  if (example === undefined) throw new Error('The README has no example in TypeScript.');
  const lines = example.trimEnd().split('\n').length;
  if (lines > 25) throw new Error(`The README's example has ${lines} lines; it may have 25.`);
  return example;
}

/** The example with an output of the app's own zod, which is not the copy that core carries. */
function withOwnSchema(example: string): string {
  return `import { z } from 'zod';\n${example}`
    .replace('budget:', 'output: z.object({ brief: z.string() }),\n  budget:')
    .replace('console.log(status, output', 'console.log(status, typeof output?.brief, output?.brief');
}

function run(command: string, args: readonly string[], cwd = app): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}
