import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Line {
  readonly case: string;
  readonly measure: string;
  readonly value: number;
}

it('npm run eval says how many facts are wrong, found and mended, and evaluation leaves fewer than a plan without it', async () => {
  const args = ['--conditions=@manyhands/source', 'bench/eval.ts', '--books', '4', '--pages', '25'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const valueOf = (way: string, measure: string) => {
    return lines.find((line) => line.case === way && line.measure === measure)?.value ?? Number.NaN;
  };
  const wrong = 'facts wrong or missing';
  expect(valueOf('plan without evaluation', wrong)).toBeGreaterThan(0);
  expect(valueOf('plan, evaluation, repair', wrong)).toBeLessThan(valueOf('plan without evaluation', wrong));
  expect(valueOf('plan, evaluation, repair', 'faults found by evaluation')).toBeGreaterThan(0.5);
  expect(valueOf('plan, evaluation, repair', 'faults mended by repair')).toBeGreaterThan(0.5);
}, 60_000);
