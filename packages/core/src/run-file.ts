import * as z from 'zod';
import type { RunEvent } from './domain/event.ts';
import { ConfigError } from './errors/config-error.ts';
import { ManyhandsError } from './errors/manyhands-error.ts';
import type { Store } from './ports/store.ts';
import { readEvents } from './run/read-run.ts';

const FORMAT = 'manyhands-run';
const VERSION = 1;

/** A run as one JSON value: all that happened in it, and no secret. */
export interface RunFile {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly runId: string;
  readonly events: readonly RunEvent[];
}

/**
 * Takes a run out of a store.
 *
 * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`
 * @example
 * await writeFile('run.json', JSON.stringify(await exportRun(runId, store)));
 */
export async function exportRun(runId: string, store: Store): Promise<RunFile> {
  return { format: FORMAT, version: VERSION, runId, events: await readEvents(runId, store) };
}

/**
 * Puts an exported run into a store; resolves with its id. There it can be read, replayed and, if it had not ended, resumed.
 *
 * @throws ConfigError `MANYHANDS_BAD_RUN_FILE` when it is none, or of a newer version
 * @throws ManyhandsError `MANYHANDS_RUN_EXISTS`
 */
export async function importRun(file: unknown, store: Store): Promise<string> {
  const { runId, events } = await checkFile(file);
  const { done } = await store.read(runId)[Symbol.asyncIterator]().next();
  if (done !== true) throw exists(runId, store.name);
  await store.append(runId, events);
  return runId;
}

async function checkFile(file: unknown): Promise<RunFile> {
  const { runEventSchema } = await import('./domain/event.ts');
  const schema = z.object({
    format: z.literal(FORMAT, { error: 'This is no exported run.' }),
    version: z.literal(VERSION, { error: `Only version ${VERSION} can be read: update @manyhands/core.` }),
    runId: z.string().min(1),
    events: z.array(runEventSchema).min(1),
  });
  const parsed = schema.safeParse(file);
  if (!parsed.success) throw badFile(z.prettifyError(parsed.error));
  const { runId, events } = parsed.data;
  const wrong = events.findIndex((event, index) => event.seq !== index + 1 || event.runId !== runId);
  if (wrong >= 0) throw badFile(`Event ${wrong + 1} is out of its place, or of another run.`);
  return parsed.data;
}

function badFile(message: string): ConfigError {
  return new ConfigError(message, { code: 'MANYHANDS_BAD_RUN_FILE', path: 'file' });
}

function exists(runId: string, store: string): ManyhandsError {
  const message = `The ${store} store has run ${runId} already; nothing was imported.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_RUN_EXISTS' });
}
