// A run that has to end in time gives what it has by then, and says what is missing.
import { CHAPTERS, createExample } from './scripted-model.ts';

await using orchestrator = createExample();
const library = Array.from({ length: 100 }, () => CHAPTERS).flat();
const run = orchestrator.map(library, 'Say what happens.', { budget: { deadlineMs: 2_000 } });

const { status, output, missing, elapsedMs, failure } = await run.result;
console.log(status, elapsedMs < 4_000 ? 'in time' : 'late', failure?.message);
console.log(output !== null && output.length > 0 && output.length + missing.length === library.length);
