// Graphs of any shape, when no limit binds: a run should take as long as its longest chain of calls, and no longer.
import type { PlanInput } from '@manyhands/core';
import { printAtMost } from '../measure/print-measure.ts';
import { createTimed, textOf } from './timed-model.ts';

const GRAPHS = 5;
const TASKS = 60;
const MIN_MS = 200;
const MAX_MS = 1_000;

interface Graph {
  readonly plan: PlanInput;
  readonly durations: readonly number[];
  readonly criticalPathMs: number;
}

/** The same graph for the same seed: a small generator is enough for shapes. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function toGraph(seed: number): Graph {
  const next = random(seed);
  const durations = Array.from({ length: TASKS }, () => MIN_MS + Math.round((MAX_MS - MIN_MS) * next()));
  const before = durations.map((_, index) =>
    Array.from({ length: Math.min(index, Math.floor(next() * 3)) }, () => Math.floor(next() * index)),
  );
  const ends: number[] = [];
  for (const [index, duration] of durations.entries()) {
    ends.push(duration + Math.max(0, ...before[index]!.map((each) => ends[each]!)));
  }
  const tasks = durations.map((_, index) => ({
    id: `t${index}`,
    title: `Task ${index}`,
    kind: 'single' as const,
    prompt: `Do t${index}.`,
    dependsOn: [...new Set(before[index])].map((each) => `t${each}`),
  }));
  const merge = { strategy: 'json', instruction: null, fields: [] } as const;
  return { plan: { tasks, merge: { ...merge, fields: [] } }, durations, criticalPathMs: Math.max(...ends) };
}

export async function criticalPath(): Promise<void> {
  for (let seed = 1; seed <= GRAPHS; seed += 1) {
    const { plan, durations, criticalPathMs } = toGraph(seed);
    const orchestrator = createTimed((call) => {
      const index = Number(/^Do t(\d+)\./.exec(textOf(call))?.[1]);
      return { text: 'ok', firstTokenMs: durations[index]! };
    });
    // The first run of a process loads the stages.
    await orchestrator.map(['warm'], 'Do t0.').result;
    const { status, elapsedMs } = await orchestrator.start({ goal: 'Do it.', judge: false, plan }).result;
    if (status !== 'done') throw new Error(`The run ended as ${status}.`);
    await orchestrator.close();
    printAtMost(
      {
        bench: 'plan',
        case: `random graph ${seed}, ${TASKS} tasks, critical path ${criticalPathMs} ms`,
        measure: 'time ÷ critical path',
        value: elapsedMs / criticalPathMs,
        unit: 'ratio',
      },
      1.05,
    );
  }
}
