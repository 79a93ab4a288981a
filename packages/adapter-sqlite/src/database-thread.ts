import { Worker } from 'node:worker_threads';
import { ManyhandsError, type Failure } from '@manyhands/core';
import type { FileOptions } from './file/open-file.ts';
import type { OperationName, Operations } from './operations/create-operations.ts';

export type ThreadRequest =
  | { readonly id: number; readonly name: OperationName; readonly argument: unknown }
  | { readonly name: 'close' };
export type ThreadReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure };

/** A connection in a thread of its own, started on first use. The process may end while nothing is asked of it. */
export interface DatabaseThread {
  /** @throws ManyhandsError what the database could not do, or `MANYHANDS_STORE_CLOSED` */
  call<Name extends OperationName>(
    name: Name,
    ...argument: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>>;
  /** When all that was asked is done. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Beside this file, in the sources and when it is built. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

export function createDatabaseThread(options: FileOptions): DatabaseThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;
  let closed: Promise<void> | undefined;

  function start(): Worker {
    // None of the app's own: what it loads first, for one, is not for this thread. Node 22 warns that SQLite is experimental.
    const started = new Worker(THREAD, { workerData: options, execArgv: ['--disable-warning=ExperimentalWarning'] });
    started.on('message', settle);
    started.on('error', (cause) => failAll(cause));
    started.on('exit', () => {
      worker = undefined;
      failAll();
    });
    return started;
  }

  function settle(reply: ThreadReply): void {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker?.unref();
    if ('failure' in reply) asked?.reject(new ManyhandsError(reply.failure.message, reply.failure));
    else asked?.resolve(reply.result);
  }

  function failAll(cause?: unknown): void {
    const message = `The thread of ${options.path} has ended before it answered.`;
    for (const { reject } of waiting.values()) {
      reject(new ManyhandsError(message, { code: 'MANYHANDS_DATABASE', isRetryable: true, cause }));
    }
    waiting.clear();
  }

  async function end(): Promise<void> {
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker?.once('exit', resolve));
    worker.ref();
    worker.postMessage({ name: 'close' } satisfies ThreadRequest);
    await ended;
  }

  return {
    call(name, ...[argument]) {
      if (closed !== undefined) return Promise.reject(closedError(options.path));
      return new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        const id = nextId++;
        waiting.set(id, { resolve: resolve, reject });
        worker.postMessage({ id, name, argument } satisfies ThreadRequest);
      });
    },
    close: () => (closed ??= end()),
  };
}

function closedError(path: string): ManyhandsError {
  return new ManyhandsError(`The store at ${path} was closed; open a new one.`, { code: 'MANYHANDS_STORE_CLOSED' });
}
