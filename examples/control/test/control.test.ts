import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

async function linesOf(example: string): Promise<readonly string[]> {
  const path = new URL(`../src/${example}.ts`, import.meta.url).pathname;
  const { stdout } = await run(process.execPath, ['--conditions=@manyhands/source', path]);
  return stdout.trimEnd().split('\n');
}

describe('the example', () => {
  it(
    'of questions has the letter written for the answer that came, and again when it was changed',
    async () => {
      const lines = await linesOf('clarify');
      expect(lines.slice(0, 4)).toEqual([
        'Which tone? It is a letter. Else: plain.',
        'How long? It is read aloud. Else: one page.',
        'letter A letter, solemn.',
        'letter~2 A letter, merry.',
      ]);
      expect(lines[4]).toContain('done A letter, merry.');
      expect(lines.slice(4).join('\n')).toContain("answer: 'one page'");
    },
    TIMEOUT_MS,
  );

  it(
    'of approval runs the plan as it was edited',
    async () => {
      const [seen, ...end] = await linesOf('approval');
      expect(seen).toBe('Read, Letter: 6 calls');
      expect(end.filter((line) => line.includes('It happens.'))).toHaveLength(5);
      expect(end[0]).toMatch(/^done/);
    },
    TIMEOUT_MS,
  );

  it(
    'of cancelling ends with what there is',
    async () => {
      const said = (await linesOf('cancel')).join('\n');
      expect(said).toMatch(/^cancelled \[ 'It happens/);
      expect(said).toMatch(/[1-9]\d* missing$/);
    },
    TIMEOUT_MS,
  );

  it(
    'of a deadline ends in time',
    async () => {
      const [end, isWhole] = await linesOf('deadline');
      expect(end).toMatch(/^partial in time .*deadlineMs/);
      expect(isWhole).toBe('true');
    },
    TIMEOUT_MS,
  );

  it(
    'of a budget stops within it',
    async () => {
      const [end, isSome] = await linesOf('budget');
      expect(end).toMatch(/^partial within the budget .*usd/);
      expect(isSome).toBe('true');
    },
    TIMEOUT_MS,
  );
});
