// Tasks that start while the plan is still being written, beside the same run that waits for the whole plan.
import { printAtMost, printMeasure } from '../measure/print-measure.ts';
import { createTimed, textOf } from './timed-model.ts';

const CHAINS = 6;
const LINKS = 4;
const WORK_MS = 1_500;
const CHARACTERS_PER_SECOND = 1_200;

const PROMPT = 'Read what came before and write the next part of it, in about two hundred words, plainly.';
const tasks = Array.from({ length: CHAINS * LINKS }, (_, index) => ({
  id: `t${index}`,
  title: `Part ${index}`,
  kind: 'single' as const,
  prompt: PROMPT,
  dependsOn: index < CHAINS ? [] : [`t${index - CHAINS}`],
  pieces: [],
  route: null,
  fields: [],
  expectedOutputTokens: 300,
  uses: [],
  serves: [],
  extras: null,
}));
const PLAN = { tasks, merge: { strategy: 'json', instruction: null, fields: [] } } as const;

async function run(isWaiting: boolean) {
  const orchestrator = createTimed((call) => {
    const asked = call.request.output?.name;
    if (asked === 'clarification') return { text: '{"questions":[]}', firstTokenMs: 0 };
    if (asked !== 'plan') return { text: textOf(call).slice(0, 10), firstTokenMs: WORK_MS };
    return { text: JSON.stringify(PLAN), firstTokenMs: 600, charactersPerSecond: CHARACTERS_PER_SECOND };
  });
  const handle = orchestrator.start({ goal: 'Write it.', judge: false, ...(isWaiting && { onPlan: () => 'accept' }) });
  const { status, elapsedMs } = await handle.result;
  if (status !== 'done') throw new Error(`The run ended as ${status}.`);
  let plannedAt = 0;
  let firstStartAt = Infinity;
  for await (const event of handle.events()) {
    if (event.type === 'plan:closed') plannedAt = event.at;
    if (event.type === 'task:started' && event.taskId.startsWith('t')) firstStartAt = Math.min(firstStartAt, event.at);
  }
  await orchestrator.close();
  return { elapsedMs, aheadMs: plannedAt - firstStartAt };
}

export async function streamedStart(): Promise<void> {
  const waiting = await run(true);
  const streamed = await run(false);
  const named = {
    bench: 'plan',
    case: `${CHAINS} chains of ${LINKS}, written at ${CHARACTERS_PER_SECOND} characters/s`,
  };
  printMeasure({ ...named, measure: 'waiting for the whole plan', value: waiting.elapsedMs, unit: 'ms' });
  printMeasure({ ...named, measure: 'started while it is written', value: streamed.elapsedMs, unit: 'ms' });
  printMeasure({ ...named, measure: 'first task before the end of the plan', value: streamed.aheadMs, unit: 'ms' });
  printAtMost(
    { ...named, measure: 'started ÷ waiting', value: streamed.elapsedMs / waiting.elapsedMs, unit: 'ratio' },
    0.8,
  );
}
