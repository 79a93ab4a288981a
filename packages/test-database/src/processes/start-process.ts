import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A program that says what it does, line by line. */
export interface TestProcess {
  readonly lines: readonly string[];
  /** When it has said so many lines. @throws with what it said when it has ended before */
  said(count: number): Promise<void>;
  /** Without a word of warning. Whether that was its end: it may have ended by itself. */
  kill(): Promise<boolean>;
  /** It stands still for so long, and knows nothing of it. */
  freeze(forMs: number): Promise<void>;
  /** Asks it to end (SIGTERM), and waits until it has. @throws with what it said when it failed */
  end(): Promise<void>;
  /** When it has ended by itself. @throws with what it said when it failed */
  ended(): Promise<void>;
}

/** Starts a TypeScript file from the sources with `argument` in JSON. `wrapper`: a command that starts another, and its arguments. */
export function startProcess(file: URL, argument: unknown, wrapper: readonly string[] = []): TestProcess {
  const program = [process.execPath, '--conditions=@manyhands/source', fileURLToPath(file), JSON.stringify(argument)];
  const [command, ...args] = [...wrapper, ...program];
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let errors = '';
  let wake = () => {};
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  let hasEnded = false;
  const closed = once(child, 'close').then(() => {
    hasEnded = true;
    wake();
  });

  function failure(): Error {
    return new Error(`The process ended with ${child.exitCode ?? child.signalCode}: ${lines.at(-1)}\n${errors}`);
  }

  async function ended(): Promise<void> {
    await closed;
    if (child.exitCode !== 0) throw failure();
  }

  return {
    lines,
    async said(count) {
      while (lines.length < count) {
        if (hasEnded) throw failure();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
      return child.signalCode === 'SIGKILL';
    },
    async freeze(forMs) {
      child.kill('SIGSTOP');
      await sleep(forMs);
      child.kill('SIGCONT');
    },
    async end() {
      child.kill('SIGTERM');
      await ended();
    },
    ended,
  };
}
