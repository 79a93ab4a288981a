// Appends to one run, one event at a time, and says `stored seq` or the code of the error that ended it.
import { ManyhandsError } from '@manyhands/core';
import { eventOf } from '@manyhands/test-database';
import { sqliteStore } from '../src/index.ts';

const { path, max } = JSON.parse(process.argv[2]!) as { readonly path: string; readonly max: number };
const store = sqliteStore({ path });
try {
  for (let seq = 1; seq <= max; seq += 1) {
    await store.append('run', [eventOf('run', seq)]);
    console.log(`stored ${seq}`);
  }
} catch (error) {
  console.log(error instanceof ManyhandsError ? error.code : String(error));
}
await store.close();
