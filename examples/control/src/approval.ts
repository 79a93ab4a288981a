// A plan is seen, with what it may take, before anything of it is begun.
import { CHAPTERS, createExample } from './scripted-model.ts';

await using orchestrator = createExample();
const run = orchestrator.start({
  goal: 'Write a letter about the book.',
  input: CHAPTERS,
  judge: false,
  onPlan({ plan, estimate }) {
    console.log(`${plan.tasks.map(({ title }) => title).join(', ')}: ${estimate.calls} calls`);
    if (estimate.cost.usd > 1) return { reject: 'It costs more than a dollar: ask for less of each chapter.' };
    // `accept`, or another plan: here without the letter.
    return { plan: { ...plan, tasks: plan.tasks.filter(({ id }) => id !== 'letter') } };
  },
});

const { status, output } = await run.result;
console.log(status, output);
