// Installs the workspace when it is not up to date, with nothing but Node 20 and npm. Everything after it runs on the
// Node 24 that this brings (node_modules/.bin/node).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

if (!isInstalled()) install();

/** pnpm keeps a copy of the lockfile it installed from: the same text means nothing to do. */
function isInstalled() {
  const installed = 'node_modules/.pnpm/lock.yaml';
  return existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync('pnpm-lock.yaml', 'utf8');
}

function install() {
  const { pnpm } = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies;
  const command = `npx --yes pnpm@${pnpm} install --frozen-lockfile --prefer-offline`;
  console.error('Installing the workspace (the first run, or the lockfile has changed)…');
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error(`\`${command}\` failed. Check the network and the npm registry settings, then run it again.`);
    process.exit(status ?? 1);
  }
}
