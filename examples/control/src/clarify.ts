// Questions: one is answered at once, one later; and an answer is changed when it has been used already.
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAPTERS, createExample } from './scripted-model.ts';

await using orchestrator = createExample();
const run = orchestrator.start({
  goal: 'Write a letter about the book.',
  input: CHAPTERS,
  judge: false,
  onClarify(questions) {
    for (const { question, why, assumption } of questions) console.log(`${question} ${why} Else: ${assumption}.`);
    // What is left out is assumed; a promise is an answer that comes later, and only what uses it waits.
    return { tone: sleep(200, 'solemn') };
  },
});
run.on('task:done', ({ taskId, output }) => {
  if (taskId.startsWith('letter')) console.log(taskId, output);
  // Nothing is lost by a change of mind but this one task.
  if (taskId === 'letter') void run.answer('tone', 'merry');
});

const { status, output, assumptions } = await run.result;
console.log(status, output, assumptions);
