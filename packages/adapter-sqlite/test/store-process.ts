// Uses the store at a path as it is told, in a process of its own.
import { useStore, type StoreUse } from '@manyhands/test-database';
import { sqliteStore } from '../src/index.ts';

const { path, ...use } = JSON.parse(process.argv[2]!) as StoreUse & { readonly path: string };
await useStore(sqliteStore({ path }), use);
