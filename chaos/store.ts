// Runs whose process is killed with `kill -9` again and again: nothing acknowledged is lost, and they end as if nothing had been.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printAtLeast, printAtMost, printMeasure } from '../bench/measure/print-measure.ts';
import { survive, type SurviveOptions } from './store/survive.ts';

const kills = Number(process.env['CHAOS_TIMES'] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));
let stores = 0;

async function report(name: string, options: SurviveOptions): Promise<void> {
  const survival = await survive(options);
  const named = { bench: 'chaos store', case: name };
  const { acknowledged, lost, different, doneAgain, unanswered, repeated, calls, runs } = survival;
  printAtLeast({ ...named, measure: 'processes killed', value: survival.kills, unit: 'kills' }, options.kills);
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

try {
  await report('SQLite, the driving process is killed', {
    kills,
    newEngine: () => ({ type: 'sqlite', path: join(folder, `${(stores += 1)}.db`) }),
  });
} finally {
  rmSync(folder, { recursive: true });
}
