// Packs every public package as it would be published, and asks publint and attw whether apps can use the tarball.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const packed = mkdtempSync(join(tmpdir(), 'manyhands-packed-'));
process.on('exit', () => rmSync(packed, { recursive: true, force: true }));

for (const manifest of globSync('packages/*/package.json').filter(isPublic)) {
  run('pnpm', ['pack', '--pack-destination', packed], dirname(manifest));
}
for (const tarball of globSync(join(packed, '*.tgz'))) {
  run('publint', ['run', tarball, '--strict']);
  run('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']);
}

function isPublic(manifest: string): boolean {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { private?: boolean }).private !== true;
}

function run(command: string, args: string[], cwd = '.') {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`\`${command} ${args.join(' ')}\` failed. Are the packages built (npm run build)?`);
    process.exit(1);
  }
}
