import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from 'tsup';

interface PackageJson {
  exports: Record<string, { '@manyhands/source': string }>;
}

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number];

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
    // node:sqlite has no other name.
    removeNodeProtocol: false,
  };
}

const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Writes the licences of the packages that were bundled beside the code, as they ask for. */
export function bundledLicenses(): EsbuildPlugin {
  return {
    name: 'bundled-licenses',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        // esbuild leaves writing to tsup, so that nothing has made the folder yet in a fresh clone.
        mkdirSync('dist', { recursive: true });
        const folders = Object.keys(metafile?.inputs ?? {}).flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []);
        writeFileSync('dist/THIRD-PARTY-LICENSES', [...new Set(folders)].toSorted().map(readLicense).join('\n'));
      });
    },
  };
}

function readLicense(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file, so it cannot be bundled.`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8')}`;
}
