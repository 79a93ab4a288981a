// The tests of the balancer alone, for `npm run mutate`: few cases of each property and the same ones every time, so that what
// a mutant survives does not depend on chance.
import { defineConfig } from 'vitest/config';

const conditions = ['@manyhands/source', 'node', 'module'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@manyhands/source', 'node'] } },
  test: {
    include: ['packages/core/src/balance/**/*.test.ts'],
    env: { PROPERTY_RUNS: '20' },
    setupFiles: ['scripts/mutation/same-cases.ts'],
    pool: 'threads',
    // Nothing of the balancer is kept by a module, so that files need no worker of their own.
    isolate: false,
    testTimeout: 60_000,
  },
});
