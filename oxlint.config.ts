import { defineConfig, type OxlintOverride } from 'oxlint';

/**
 * Imports in packages/core/src point one way. Each folder lists the folders it may import; a folder that is not in this
 * table may be imported by none of them until it has a place in it. Stages do not import one another.
 */
const BELOW_STAGES = ['domain', 'errors', 'ports', 'defaults', 'run'];
const MAY_IMPORT: Record<string, string[]> = {
  domain: [],
  errors: ['domain'],
  ports: ['domain', 'errors'],
  defaults: ['domain', 'ports'],
  config: ['domain', 'errors', 'ports', 'defaults'],
  run: ['domain', 'errors', 'ports', 'defaults'],
  accounts: ['domain', 'errors', 'ports', 'defaults', 'config'],
  cache: ['domain', 'errors', 'ports', 'config'],
  // What stores on a database share.
  store: ['domain', 'errors', 'ports', 'defaults', 'run'],
  plan: BELOW_STAGES,
  dispatch: BELOW_STAGES,
  balance: BELOW_STAGES,
  call: BELOW_STAGES,
  collect: BELOW_STAGES,
  merge: BELOW_STAGES,
  evaluate: BELOW_STAGES,
  // No stage: a forecast is the balancer itself on a clock of its own.
  simulate: ['domain', 'errors', 'ports', 'defaults', 'balance'],
};

/** Everything above the folder is forbidden (`../**`), but for the folders it may import (`!../domain/**`). */
function onlyImport(allowed: string[], depth: number) {
  const up = '../'.repeat(depth);
  return {
    group: [`${up}**`, ...allowed.map((folder) => `!${up}${folder}/**`), '@manyhands/*'],
    message: `Imports point one way: this folder may import ${allowed.join(', ') || 'no other folder'} (see oxlint.config.ts).`,
  };
}

function folderRule(folder: string, allowed: string[], depth: number, isTest: boolean): OxlintOverride {
  const nested = '*/'.repeat(depth - 1);
  return {
    files: [`packages/core/src/${folder}/${nested}*${isTest ? '.test.ts' : '.ts'}`],
    rules: {
      'no-restricted-imports': ['error', { patterns: [onlyImport(isTest ? [...allowed, 'testing'] : allowed, depth)] }],
    },
  };
}

const folderRules = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
  [1, 2, 3].flatMap((depth) => [false, true].map((isTest) => folderRule(folder, allowed, depth, isTest))),
);

/** `run-project.ts` reads as the seven verbs; only `create-orchestrator.ts` knows it. */
const runProjectRule: OxlintOverride = {
  files: ['packages/core/src/run-project.ts'],
  rules: {
    'no-restricted-imports': ['error', { patterns: ['./create-*', './index.ts', '@manyhands/*'] }],
  },
};

const testRule: OxlintOverride = {
  files: ['**/*.test.ts', '**/test/**', '**/testing/**'],
  rules: {
    'no-await-in-loop': 'off',
    'vitest/require-mock-type-parameters': 'off',
  },
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['**/dist/**', '**/out/**'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/only-throw-error': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 300 }],
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    // An await in a loop is how a stage keeps order and back-pressure.
    'no-await-in-loop': 'off',
    'unicorn/no-array-sort': 'off',
    // Of windows; threads have no origin.
    'unicorn/require-post-message-target-origin': 'off',
    'no-shadow': 'off',
    // noUncheckedIndexedAccess asks for it in index loops.
    'typescript/no-non-null-assertion': 'off',
    'promise/always-return': 'off',
    // Ports are made by factories, so their methods are closures and may be passed around.
    'typescript/unbound-method': 'off',
    // noImplicitReturns says this better.
    'typescript/consistent-return': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-unmodified-loop-condition': 'off',
    // A cast after a check the compiler cannot follow is fine; what comes from outside goes through zod.
    'typescript/no-unsafe-type-assertion': 'off',
  },
  overrides: [
    ...folderRules,
    runProjectRule,
    testRule,
    // A contract suite brings the names and the assertions of its cases.
    { files: ['**/*contract.test.ts'], rules: { 'vitest/expect-expect': 'off', 'vitest/valid-title': 'off' } },
    // What must not compile is said with @ts-expect-error.
    { files: ['**/*.test-d.ts'], rules: { 'vitest/expect-expect': 'off' } },
    { files: ['*.config.ts', '**/*.config.ts', '**/global-setup.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
