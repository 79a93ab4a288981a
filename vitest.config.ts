import { defineConfig } from 'vitest/config';

// Tests run from the sources, with no build: packages resolve by the same condition the examples start Node with.
// No `import`: it would hold for `require` too, and give CommonJS the wrong file of a package that has both.
const conditions = ['@manyhands/source', 'node', 'module'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@manyhands/source', 'node'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
      'chaos/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    // Type tests are checked by the same compiler as `npm run types`, which reports errors of the sources themselves.
    typecheck: {
      enabled: true,
      checker: 'tsc',
      include: ['packages/*/src/**/*.test-d.ts', 'packages/*/test/**/*.test-d.ts', 'tests/**/*.test-d.ts'],
      ignoreSourceErrors: true,
    },
    // Costs nothing until a suite asks for a database or brokers.
    globalSetup: ['packages/test-database/src/global-setup.ts', 'packages/local-kafka/src/global-setup.ts'],
    pool: 'threads',
    // No promise about time: machines are slow at times, and a test that hangs is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    passWithNoTests: false,
    coverage: { provider: 'v8', include: ['packages/*/src/**'], exclude: ['**/*.test.ts', '**/*.test-d.ts'] },
  },
});
