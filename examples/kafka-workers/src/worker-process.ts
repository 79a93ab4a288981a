import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AccountInput } from '@manyhands/core';

/** What a worker says of itself, several times a second. */
export interface WorkerReport {
  /** Calls under way. */
  readonly inFlight: number;
}

export interface WorkerProcess {
  readonly name: string;
  readonly pid: number;
  readonly isAlive: boolean;
  /** As it last said. */
  readonly inFlight: number;
  /** As a crash would end it. */
  kill(): Promise<void>;
  /** Asks it to end what it has begun, and to leave. */
  drain(): Promise<void>;
}

export interface WorkerProcessOptions {
  readonly name: string;
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly accounts: readonly AccountInput[];
  /** Where its accounts file goes. */
  readonly folder: string;
}

/** Resolves once it takes tasks. */
export async function startWorker(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const { name, brokers, prefix, accounts, folder } = options;
  const file = `${folder}/${name.replace(' ', '-')}.json`;
  await writeFile(file, JSON.stringify(accounts), { mode: 0o600 });
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    env: { ...process.env, KAFKA_BROKERS: brokers.join(','), KAFKA_PREFIX: prefix, ACCOUNTS_FILE: file },
  });
  let inFlight = 0;
  let isAlive = true;
  const ended = once(child, 'exit').then(() => {
    isAlive = false;
    inFlight = 0;
  });
  child.on('message', (report: WorkerReport) => (inFlight = report.inFlight));

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal);
    await ended;
  }

  const tooEarly = ended.then(() => Promise.reject(new Error(`${name} ended before it took a task.`)));
  await Promise.race([once(child, 'message'), tooEarly]);
  tooEarly.catch(() => {});
  return {
    name,
    pid: child.pid!,
    get isAlive() {
      return isAlive;
    },
    get inFlight() {
      return inFlight;
    },
    kill: () => end('SIGKILL'),
    drain: () => end('SIGTERM'),
  };
}
