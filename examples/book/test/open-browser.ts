import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const NONE =
  'There is no browser here: suites that need one are skipped. Set CHROMIUM_PATH, or install one (Debian: apt-get install chromium).';
/** What Chromium would ask of the network by itself. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/**
 * The program of a browser for tests, or nothing where there is none.
 *
 * @throws with `CI=true` when there is none
 */
export function findBrowser(): string | undefined {
  const found = [process.env['CHROMIUM_PATH'], ...PLACES].find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  if (process.env['CI'] === 'true') throw new Error(NONE);
  console.warn(NONE);
  return undefined;
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
}
