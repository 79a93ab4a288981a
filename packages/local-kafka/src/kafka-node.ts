import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isListening } from './free-port.ts';

const run = promisify(execFile);

/** One process of a local Kafka: broker and controller in one. */
export interface KafkaNode {
  /** `127.0.0.1:…`, the same after a restart. */
  readonly broker: string;
  /** @throws when it does not listen within 30 s, with what it printed */
  start(): Promise<void>;
  /** Lets it close its logs. */
  stop(): Promise<void>;
  /** As a power cut would: `kill -9`. */
  kill(): Promise<void>;
}

export interface KafkaNodeOptions {
  readonly jars: string;
  readonly folder: string;
  readonly clusterId: string;
  readonly port: number;
  readonly properties: Readonly<Record<string, string | number>>;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const MEMORY = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Java under a shell that prints Java's process id and ends it when our end of its input closes: however this process ends,
 * no broker is left behind.
 */
const KEEPER =
  'exec 3<&0; java "$@" </dev/null & java=$!; echo $java; (cat <&3 >/dev/null; kill -9 $java) & wait $java';

export function createKafkaNode({ jars, folder, clusterId, port, properties }: KafkaNodeOptions): KafkaNode {
  const file = join(folder, 'server.properties');
  const classpath = ['-cp', join(jars, '*')];
  let isFormatted = false;
  let running: { readonly keeper: ChildProcess; readonly pid: number; readonly ended: Promise<void> } | undefined;

  async function format(): Promise<void> {
    if (isFormatted) return;
    writeFileSync(
      file,
      Object.entries(properties)
        .map((entry) => entry.join('='))
        .join('\n'),
    );
    const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file, '--ignore-formatted'];
    await run('java', [...classpath, ...tool]);
    isFormatted = true;
  }

  async function start(): Promise<void> {
    await format();
    const args = [...MEMORY, ...classpath, 'kafka.Kafka', file];
    const keeper = spawn('sh', ['-c', KEEPER, 'kafka', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
    let printed = '';
    const pid = new Promise<number>((resolve) => {
      keeper.stdout.once('data', (chunk: Buffer) => resolve(Number.parseInt(chunk.toString(), 10)));
    });
    keeper.stderr.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-4_000)));
    keeper.stdout.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-4_000)));
    running = { keeper, pid: await pid, ended };
    const until = performance.now() + START_TIMEOUT_MS;
    while (!(await isListening(port))) {
      if (keeper.exitCode === null && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      else throw new Error(`Kafka did not start on port ${port}:\n${printed}`);
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (running === undefined) return;
    const { keeper, pid, ended } = running;
    running = undefined;
    if (keeper.exitCode === null) process.kill(pid, signal);
    const giveUp = setTimeout(() => keeper.stdin?.end(), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(giveUp);
    keeper.stdin?.end();
  }

  return { broker: `127.0.0.1:${port}`, start, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
