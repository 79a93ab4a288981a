// A run that is stopped ends at once: sockets are closed, and what was done is given back.
import { CHAPTERS, createExample } from './scripted-model.ts';

await using orchestrator = createExample();
const run = orchestrator.map(CHAPTERS, 'Say what happens.');
run.on('task:done', () => run.cancel('That is enough.'));

const { status, output, missing } = await run.result;
console.log(status, output, `${missing.length} missing`);
