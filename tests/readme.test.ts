import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it("the README's example is the quickstart, which is checked, and has at most 25 lines", () => {
  const [, example = ''] = /```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(example).toBe(readFileSync('examples/quickstart/src/main.ts', 'utf8'));
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
});
