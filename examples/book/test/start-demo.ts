import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** What would make the demo use something else than simulated vendors. */
const KEYS = /_API_KEY(_\d+)?$|^OLLAMA_/;

const calls = { accepted: z.number(), refused: z.number() };
const resultSchema = z.looseObject({
  status: z.string(),
  simulated: z.boolean(),
  pieces: z.number(),
  piecesOfInput: z.number(),
  total: z.number().nullable(),
  verdict: z.object({ isComplete: z.boolean(), missing: z.array(z.object({ piece: z.number().nullable() })) }),
  rounds: z.number(),
  calls: z.number(),
  vendors: z.record(z.string(), z.object({ ...calls, accounts: z.record(z.string(), z.object(calls)) })),
  cost: z.object({ usd: z.number() }),
  elapsedMs: z.number(),
});

export interface Demo {
  /** All that stdout had so far. */
  readonly printed: string;
  interrupt(): void;
  /** Without a word of warning. */
  kill(): void;
  /** Resolves when that was printed. */
  hasPrinted(text: RegExp): Promise<void>;
  /** `complaint` is what stderr had. */
  readonly ended: Promise<{
    /** `null` when it was killed. */ readonly code: number | null;
    readonly complaint: string;
  }>;
  read(name: 'brief.md' | 'result.json' | 'report.html'): Promise<string>;
  readResult(): Promise<z.output<typeof resultSchema>>;
}

/** Starts the demo as `npm run demo` does, in a folder of its own and without any key but those given. */
export async function startDemo(args: readonly string[] = [], given: NodeJS.ProcessEnv = {}): Promise<Demo> {
  const out = await mkdtemp(join(tmpdir(), 'manyhands-demo-'));
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !KEYS.test(name)));
  const env = { ...inherited, ...given };
  const child = spawn(process.execPath, ['--conditions=@manyhands/source', MAIN, '--out', out, ...args], { env });
  let printed = '';
  let complaint = '';
  const waiting = new Set<() => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    for (const look of waiting) look();
  });
  const read: Demo['read'] = (name) => readFile(join(out, name), 'utf8');
  return {
    get printed() {
      return printed;
    },
    interrupt: () => void child.kill('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
    hasPrinted: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!text.test(printed)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, complaint })),
    read,
    readResult: async () => resultSchema.parse(JSON.parse(await read('result.json'))),
  };
}
