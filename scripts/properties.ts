// `npm run properties`: every property of the balancer in ten thousand random cases, or as many as PROPERTY_RUNS says.
import { startVitest } from 'vitest/node';

process.env['PROPERTY_RUNS'] ??= '10000';
const HOUR_MS = 3_600_000;
const suites = process.argv.length > 2 ? process.argv.slice(2) : ['packages/core/src/balance'];
const vitest = await startVitest('test', suites, { run: true, testTimeout: HOUR_MS, typecheck: { enabled: false } });
await vitest.close();
