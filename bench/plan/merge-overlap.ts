// A model's merge in a tree: how much of it is done while work is still running.
import { printMeasure } from '../measure/print-measure.ts';
import { createTimed, textOf } from './timed-model.ts';

const PIECES = 40;
/** Of one result: about 3,000 tokens, so that four fill a call of the merge. */
const RESULT = 'A sentence of a result that is long enough to matter. '.repeat(230);

export async function mergeOverlap(): Promise<void> {
  const orchestrator = createTimed((call) => {
    const index = /<piece index="(\d+)"/.exec(textOf(call))?.[1];
    // Models do not answer alike: some pieces take four times as long as others.
    if (index !== undefined)
      return { text: `${index}: ${RESULT}`, firstTokenMs: 500 + 50 * ((Number(index) * 7) % PIECES) };
    return { text: 'Combined.', firstTokenMs: 600 };
  });
  const run = orchestrator.start({
    goal: 'Combine it.',
    judge: false,
    input: Array.from({ length: PIECES }, (_, index) => `piece ${index}`),
    plan: {
      tasks: [{ id: 'read', title: 'Read', kind: 'map', prompt: 'Read it.' }],
      merge: { strategy: 'reduce', instruction: 'Combine.', fields: [] },
    },
  });
  const { status, elapsedMs } = await run.result;
  if (status !== 'done') throw new Error(`The run ended as ${status}.`);
  const starts: number[] = [];
  let lastWorkAt = 0;
  for await (const event of run.events()) {
    if (event.type === 'task:started' && event.taskId.startsWith('merge:')) starts.push(event.at);
    if (event.type === 'task:done' && event.taskId.startsWith('read')) lastWorkAt = event.at;
  }
  await orchestrator.close();
  const named = { bench: 'plan', case: `${PIECES} results of different length in time, merged by a model` };
  const early = starts.filter((at) => at < lastWorkAt).length;
  printMeasure({ ...named, measure: 'time', value: elapsedMs, unit: 'ms' });
  printMeasure({
    ...named,
    measure: 'merge calls begun before the last result',
    value: early / starts.length,
    unit: 'share',
  });
}
