import { readFile } from 'node:fs/promises';
import { memoryTransport } from '@manyhands/adapter-memory';
import { accountsFromEnv, createOrchestrator } from '@manyhands/core';
import { openai } from '@manyhands/providers/openai';

await using orchestrator = createOrchestrator({
  planner: { provider: 'openai', model: 'gpt-5-mini' },
  providers: [openai()],
  accounts: accountsFromEnv({ openai: 'OPENAI_API_KEY' }), // and OPENAI_API_KEY_2, _3 …
  transport: memoryTransport(),
});

const run = orchestrator.start({
  goal: 'Summarise every chapter in two sentences and list who appears, then write a brief of the whole.',
  input: await readFile(process.argv[2] ?? 'book.txt', 'utf8'),
  budget: { usd: 0.5 },
});
run.on('task:done', ({ taskId, accountId }) => console.log(`${taskId} by ${accountId}`));

const { status, output, missing, cost } = await run.result;
console.log(status, output, missing, cost);
