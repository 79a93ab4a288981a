import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@manyhands/simulator';
import { describe, expect, it } from 'vitest';
import { serveAsOllama } from './serve-as-ollama.ts';
import { startDemo } from './start-demo.ts';

const TIMEOUT_MS = 120_000;
const STORY = `Chapter 1

Ann met Bob. The whale was far away. Bob laughed <loudly> & left.

Chapter 2

Ann saw two whales and one more whale. Carl slept.

Chapter 3

Nobody was there.
`;

async function writeInput(name: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'manyhands-input-')), name);
  await writeFile(path, text);
  return path;
}

describe('npm run demo --', () => {
  it(
    '--lose 3: finds what is missing, does that again and no more, and is whole',
    async () => {
      const demo = await startDemo(['--lose', '3']);
      expect(await demo.ended).toEqual({ code: 0, complaint: '' });

      expect(await demo.readResult()).toMatchObject({ status: 'done', pieces: 139, total: 1495, rounds: 2 });
      expect(demo.printed).toContain('evaluation of round 1: NOT complete');
      expect(demo.printed).toContain('round 2: repairs 3 results (piece #34, piece #69, piece #104)');
      expect(demo.printed).toContain('evaluation of round 2: complete');
      const { vendors } = await demo.readResult();
      expect(Object.values(vendors).map(({ refused }) => refused)).toEqual([0, 0, 0, 0, 0]);
    },
    TIMEOUT_MS,
  );

  it(
    '--store: killed midway, the same command goes on where it was and says so',
    async () => {
      const store = join(await mkdtemp(join(tmpdir(), 'manyhands-store-')), 'runs.db');
      const killed = await startDemo(['--store', store]);
      await killed.hasPrinted(/\] [3-9]\d\/141 tasks done/);
      killed.kill();
      expect((await killed.ended).code).toBeNull();

      const demo = await startDemo(['--store', store]);
      expect(await demo.ended).toEqual({ code: 0, complaint: '' });
      const [, done] = /which was left unfinished: (\d+) of 141 tasks are done/.exec(demo.printed)!;
      expect(Number(done)).toBeGreaterThanOrEqual(30);
      expect(demo.printed).toMatch(/resumed: \d+ calls? whose answer did not arrive (is|are) made again/);
      const result = await demo.readResult();
      expect(result).toMatchObject({ status: 'done', pieces: 139, total: 1495, rounds: 1 });
      const accepted = Object.values(result.vendors).map((vendor) => vendor.accepted);
      // What was done before is not called again.
      expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(result.calls - Number(done));
    },
    2 * TIMEOUT_MS,
  );

  it(
    '--goal --input: works on a text of one’s own',
    async () => {
      const goal = 'Summarise every chapter, say who appears, and how often "whale" or "whales" occurs in total';
      const demo = await startDemo(['--goal', goal, '--input', await writeInput('story.txt', STORY)]);
      expect(await demo.ended).toEqual({ code: 0, complaint: '' });

      expect(await demo.readResult()).toMatchObject({ status: 'done', simulated: true, pieces: 3, total: 3 });
      expect(await demo.read('brief.md')).toContain('### #1 Chapter 2');
      const report = await demo.read('report.html');
      expect(report).toContain('SIMULATED');
      expect(report).not.toContain('<loudly>');
    },
    TIMEOUT_MS,
  );

  it(
    '--accounts --budget: says first what real vendors may cost, stops there, and shows no key',
    async () => {
      await using vendors = await createSimulator({
        accounts: [
          { vendor: 'openai', key: 'secret-one' },
          { vendor: 'anthropic', key: 'secret-two' },
        ],
      });
      const accounts = [
        { id: 'one', provider: 'openai', apiKey: 'secret-one', baseUrl: vendors.baseUrl('openai') },
        { id: 'two', provider: 'anthropic', apiKey: 'secret-two', baseUrl: vendors.baseUrl('anthropic') },
      ];
      const path = await writeInput('accounts.json', JSON.stringify(accounts));
      const demo = await startDemo(['--accounts', path, '--budget', '0.05']);
      expect(await demo.ended).toEqual({ code: 1, complaint: '' });

      expect(demo.printed).toMatch(/This costs money\.\nExpected cost: about 0\.\d+ USD\. The run stops at 0\.05 USD/);
      const { status, simulated, pieces, cost } = await demo.readResult();
      expect({ status, simulated }).toEqual({ status: 'partial', simulated: false });
      expect(pieces).toBeGreaterThan(0);
      expect(cost.usd).toBeLessThan(0.06);
      const written = [await demo.read('result.json'), await demo.read('report.html'), await demo.read('brief.md')];
      expect([demo.printed, ...written].join('')).not.toContain('secret-');
    },
    TIMEOUT_MS,
  );

  it(
    'OLLAMA_HOST: a local server does all of it, for nothing',
    async () => {
      await using vendor = await createSimulator({ accounts: [{ vendor: 'deepseek', key: 'ollama' }] });
      await using server = await serveAsOllama(vendor.baseUrl('deepseek'), 'qwen3:8b');
      const input = await writeInput('story.txt', STORY);
      const goal = 'Summarise every chapter, and say how often "whale" or "whales" occurs in total';
      const demo = await startDemo(['--goal', goal, '--input', input], { OLLAMA_HOST: server.host });
      expect(await demo.ended).toEqual({ code: 0, complaint: '' });

      expect(demo.printed).toContain(
        `A local server: qwen3:8b at http://${server.host}/v1. Nothing leaves this machine.`,
      );
      expect(demo.printed).not.toContain('SIMULATED');
      expect(await demo.readResult()).toMatchObject({ status: 'done', total: 3, cost: { usd: 0 }, simulated: false });
    },
    TIMEOUT_MS,
  );

  it.each([
    [['--lose', 'three'], '--lose takes a whole number'],
    [['--goal', 'Sum it up', '--input', '/nowhere/at-all.txt'], '--input cannot be read'],
    [['--accounts', '/nowhere/accounts.json'], 'The accounts file /nowhere/accounts.json cannot be read'],
  ])('%j: one sentence says what to do, and nothing is started', async (args, sentence) => {
    const demo = await startDemo(args);
    const { code, complaint } = await demo.ended;
    expect(code).toBe(2);
    expect(complaint).toContain(sentence);
    expect(complaint.trimEnd().split('\n')).toHaveLength(1);
    expect(demo.printed).toBe('');
  });
});
