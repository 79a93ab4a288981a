import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isListening } from '../src/free-port.ts';
import { missingTool } from '../src/fetch-kafka.ts';

const missing = await missingTool();
if (missing !== undefined && process.env['CI'] === 'true') throw new Error(`Install ${missing}.`);

describe('a local Kafka', () => {
  it.skipIf(missing !== undefined)(
    'ends with the process that started it, even by kill -9',
    { timeout: 120_000 },
    async () => {
      const file = new URL('./start-and-wait.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [printed] = (await once(child.stdout, 'data')) as [Buffer];
      const port = Number(printed.toString().trim().split(':')[1]);
      expect(await isListening(port)).toBe(true);
      child.kill('SIGKILL');
      await expect.poll(() => isListening(port), { timeout: 10_000 }).toBe(false);
    },
  );
});
