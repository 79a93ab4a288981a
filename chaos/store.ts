// Runs whose process, or whose database, is killed with `kill -9` again and again: nothing acknowledged is lost, and they end as if nothing had been.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printAtLeast, printAtMost, printMeasure } from '../bench/measure/print-measure.ts';
import { openDatabase, startDatabase } from '@manyhands/test-database';
import type { Engine } from './store/engine.ts';
import { killDatabase, killDriver } from './store/strike.ts';
import { survive, type SurviveOptions } from './store/survive.ts';

const strikes = Number(process.env['CHAOS_TIMES'] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));
let stores = 0;
const NO_DATABASE = 'There is no PostgreSQL to be killed here: install it (Debian: apt-get install postgresql).';

async function report(name: string, options: SurviveOptions): Promise<void> {
  const survival = await survive(options);
  const named = { bench: 'chaos store', case: name };
  const { acknowledged, lost, different, doneAgain, unanswered, repeated, calls, runs } = survival;
  printAtLeast({ ...named, measure: 'killed', value: survival.strikes, unit: 'times' }, options.strikes);
  printMeasure({ ...named, measure: 'runs driven to their end', value: runs, unit: 'runs' });
  printMeasure({ ...named, measure: 'acknowledged events', value: acknowledged, unit: 'events' });
  printAtMost({ ...named, measure: 'acknowledged events lost', value: lost, unit: 'events' }, 0);
  printAtMost({ ...named, measure: 'runs that ended otherwise than undisturbed', value: different, unit: 'runs' }, 0);
  printAtMost({ ...named, measure: 'finished tasks called again', value: doneAgain, unit: 'tasks' }, 0);
  printMeasure({ ...named, measure: 'calls of which the answer was lost', value: unanswered, unit: 'calls' });
  printMeasure({ ...named, measure: 'of all calls', value: unanswered / calls, unit: 'ratio' });
  // A call leaves while its start is on the way to the log: one killed within that append is made again and not reported.
  printMeasure({ ...named, measure: 'calls reported as made again', value: repeated, unit: 'calls' });
}

function postgresEngines(connectionString: string): () => Engine {
  return () => ({ type: 'postgres', connectionString, schema: `chaos_${process.pid}_${(stores += 1)}` });
}

try {
  await report('SQLite, the driving process is killed', {
    strikes,
    strike: killDriver,
    newEngine: () => ({ type: 'sqlite', path: join(folder, `${(stores += 1)}.db`) }),
  });
  await using given = await openDatabase();
  await using own = await startDatabase();
  if (given === undefined) throw new Error(NO_DATABASE);
  await report('PostgreSQL, the driving process is killed', {
    strikes,
    strike: killDriver,
    newEngine: postgresEngines(given.connectionString),
  });
  if (own === undefined) throw new Error(NO_DATABASE);
  await report('PostgreSQL, the server is killed', {
    strikes,
    strike: killDatabase(own.crash),
    newEngine: postgresEngines(own.connectionString),
  });
} finally {
  rmSync(folder, { recursive: true });
}
