import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, Record<string, string>>;
  publishConfig: { exports: Manifest['exports'] };
}

const manifests = globSync('packages/*/package.json')
  .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Manifest)
  .filter((manifest) => !manifest.private);

describe.each(manifests)('$name', ({ exports, publishConfig }) => {
  it('publishes the entry points it has in the workspace, without the source condition', () => {
    const withoutSource = Object.entries(exports).map(([entry, targets]) => {
      const { '@manyhands/source': _source, ...published } = targets;
      return [entry, published];
    });
    expect(publishConfig.exports).toEqual(Object.fromEntries(withoutSource));
  });

  it.each(Object.entries(exports))('builds %s from the source file of the same path', (_entry, targets) => {
    const path = targets['@manyhands/source']?.replace('./src/', './dist/').replace(/\.ts$/, '');
    expect(targets).toMatchObject({ types: `${path}.d.ts`, default: `${path}.js` });
  });
});
