// A run stops before the call that could cost more than it may; it never finds out afterwards.
import { CHAPTERS, createExample } from './scripted-model.ts';

await using orchestrator = createExample();
const library = Array.from({ length: 100 }, () => CHAPTERS).flat();
const run = orchestrator.map(library, 'Say what happens.', { budget: { usd: 0.02, maxCalls: 1_000 } });

const { status, output, cost, failure } = await run.result;
console.log(status, cost.usd <= 0.02 ? 'within the budget' : 'over the budget', failure?.message);
console.log(output !== null && output.length > 0);
