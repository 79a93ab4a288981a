import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';

interface PackageJson {
  exports: Record<string, { '@manyhands/source': string }>;
}

/** One build for every package: ES modules and types of exactly the entry points its package.json exports. */
export function libraryBuild(): Options {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  return {
    entry: Object.values(exports).map((target) => target['@manyhands/source']),
    format: 'esm',
    target: 'es2024',
    platform: 'node',
    dts: true,
    sourcemap: true,
    clean: true,
    treeshake: true,
  };
}
