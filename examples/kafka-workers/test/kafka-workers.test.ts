import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LONG = { timeout: 240_000 };
const { brokers, isMissing } = await testBrokers();

async function start(...args: readonly string[]) {
  const env = { ...process.env, KAFKA_BROKERS: brokers.join(',') };
  const child = spawn(process.execPath, ['--conditions=@manyhands/source', MAIN, ...args], { env });
  const closed = once(child, 'close');
  const [printed, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, printed, complaint };
}

describe.skipIf(isMissing)('the example of workers over Kafka', () => {
  it('loses nothing when a worker is killed in the midst of its calls', LONG, async () => {
    const { code, printed, complaint } = await start('--kill', '--pieces', '40');
    expect(complaint).toBe('');
    expect(printed).toMatch(/worker \d was killed \(SIGKILL, process \d+\) with \d+ calls under way/);
    expect(printed).toMatch(/worker \d is gone/);
    expect(printed).toContain('done: 40 of 40 pieces are read, 0 lost.');
    expect(printed).toContain('They refused 0.');
    expect(code).toBe(0);
  });

  it.each([
    [['--pieces', 'all'], '--pieces takes a whole number from 40 to 139, not "all".'],
    [['--pieces', '39'], '--pieces takes a whole number from 40 to 139, not "39".'],
    [['--kil'], "Unknown option '--kil'"],
  ])('%j is one clear sentence, and nothing is started', async (args, sentence) => {
    const { code, printed, complaint } = await start(...args);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(complaint).toContain(sentence);
    expect(complaint.trimEnd().split('\n')).toHaveLength(1);
  });
});
