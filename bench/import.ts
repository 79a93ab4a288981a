// How long core takes to load, beside an empty file: each in a process of its own, from the build.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printAtMost } from './measure/print-measure.ts';

const RUNS = 15;
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'manyhands-import-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const empty = join(folder, 'empty.mjs');
writeFileSync(empty, '');
const core = new URL('../packages/core/dist/index.js', import.meta.url).pathname;

/** Time of one `import()`, in ms, in a new process: the start of Node itself is left out. */
async function load(file: string): Promise<number> {
  const script = `const at = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - at);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  return Number(stdout);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const times = { empty: [] as number[], core: [] as number[] };
for (let index = 0; index < RUNS; index += 1) {
  times.empty.push(await load(empty));
  times.core.push(await load(core));
}
printAtMost(
  {
    bench: 'import',
    case: '@manyhands/core',
    measure: 'time to import, beyond that of an empty file',
    value: median(times.core) - median(times.empty),
    unit: 'ms',
  },
  30,
);
