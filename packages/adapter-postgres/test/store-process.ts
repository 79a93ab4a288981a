// Uses the store in a schema as it is told, in a process of its own.
import { useStore, type StoreUse } from '@manyhands/test-database';
import { postgresStore } from '../src/index.ts';

interface Where {
  readonly connectionString: string;
  readonly schema: string;
}

const { connectionString, schema, ...use } = JSON.parse(process.argv[2]!) as StoreUse & Where;
await useStore(postgresStore({ connectionString, schema }), use);
