// The thread that holds a connection: SQLite makes whoever calls it wait for the disk and for other processes, and this one has
// nothing else to do. See decision 86.
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from './file/database-failure.ts';
import { openFile, type File, type FileOptions } from './file/open-file.ts';
import { createOperations, type OperationName, type Operations } from './operations/create-operations.ts';
import type { ThreadReply, ThreadRequest } from './database-thread.ts';

const options = workerData as FileOptions;
let open: { readonly file: File; readonly operations: Operations } | undefined;

/** A file that could not be opened is tried again with the next request. */
function operations(): Operations {
  if (open === undefined) {
    const file = openFile(options);
    open = { file, operations: createOperations(file) };
  }
  return open.operations;
}

function answer({ id, name, argument }: Extract<ThreadRequest, { name: OperationName }>): ThreadReply {
  try {
    const operation = operations()[name] as (argument: unknown) => unknown;
    return { id, result: operation(argument) };
  } catch (error) {
    return { id, failure: toFailure(error, options.path) };
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.name === 'close') {
    open?.file.close();
    parentPort?.close();
  } else {
    parentPort?.postMessage(answer(request));
  }
});
