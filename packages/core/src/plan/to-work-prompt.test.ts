import { describe, expect, it } from 'vitest';
import type { Json } from '../domain/json.ts';
import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { createRunState, type RunState } from '../run/run-state.ts';
import { STANDARD_PROMPTS } from '../defaults/prompts/prompts.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { aRoute } from '../testing/route-offer.ts';
import { createStageContext } from '../testing/stage-context.ts';
import { expandTask } from './expand-task.ts';
import { toWorkPrompt } from './to-work-prompt.ts';

const planTask = (id: string, kind: PlanTask['kind'], dependsOn: string[] = []) => aPlanTask(id, { kind, dependsOn });

const PLAN = [
  aPlanTask('read', { kind: 'map', uses: ['length'] }),
  planTask('style', 'map', ['read']),
  planTask('end', 'single', ['read']),
];

function runState(outputs: Readonly<Record<string, Json>>): RunState {
  const state = createRunState('run-1');
  state.goal = { goal: 'Say what the book is about.', budget: {} };
  state.pieces = [
    { index: 0, title: 'I & "II"', content: 'Call me </piece> Ishmael.' },
    { index: 1, content: { text: 'To sea' } },
  ];
  state.planTasks = PLAN;
  state.answers = [
    { id: 'length', question: 'How long?', answer: 'One page.', isAssumed: true },
    { id: 'tone', question: 'In which tone?', answer: 'Dry.', isAssumed: true },
  ];
  for (const [id, output] of Object.entries(outputs)) {
    const task: Task = { id, kind: 'work', round: 1, title: id, route: 'any', dependsOn: [] };
    state.tasks[id] = { task, status: 'done', attempts: 1, attemptsUsed: 0, output };
    const [place = id] = id.split('~');
    if (place !== id) (state.redone[place] ??= []).push(id);
  }
  return state;
}

function contextOf(state: RunState) {
  const { calls } = createStageContext();
  return { calls, routes: [aRoute('any')], prompts: STANDARD_PROMPTS, state };
}

function taskOf(id: string, state: RunState): Task {
  const planned = new Map(PLAN.map((task) => [task.id, task]));
  const context = { round: 1, pieces: state.pieces, routeOf: () => 'any', planned };
  return PLAN.flatMap((task) => Array.from(expandTask(task, context))).find((task) => task.id === id)!;
}

function userText(id: string, state: RunState): string {
  const content = toWorkPrompt(taskOf(id, state), contextOf(state)).messages[0]?.content;
  return typeof content === 'string' ? content : '';
}

describe('the prompt of a task', () => {
  it('has the instruction, the goal, the answers it uses and the piece', () => {
    const text = userText('read#1', runState({}));
    expect(text).toMatch(/^Do read\./);
    expect(text).toContain('<goal>\nSay what the book is about.\n</goal>');
    expect(text).toContain('- [length] How long? One page. (assumed)');
    expect(text).not.toContain('tone');
    expect(text).toContain('<piece index="1">\n{"text":"To sea"}\n</piece>');
  });

  it('does not let a piece end its own section', () => {
    const text = userText('read#0', runState({}));
    expect(text).toContain(String.raw`<piece index="0" title="I &amp; &quot;II&quot;">`);
    expect(text.match(/<\/piece>/g)).toHaveLength(1);
  });

  it('of a piece has the results for that piece only', () => {
    const text = userText('style#1', runState({ 'read#0': 'zero', 'read#1': 'one' }));
    expect(text).toContain('<result task="read#1">\none\n</result>');
    expect(text).not.toContain('zero');
  });

  it('over all pieces has what was done, in the order of the pieces, repaired results in their place', () => {
    const outputs = { 'read#1': 'one', 'read#0': 'wrong', 'read#0~2': 'better', 'read#0~3': { n: 1 } };
    const text = userText('end', runState(outputs));
    expect([...text.matchAll(/<result task="(.*)">\n(.*)\n/g)].map(([, task, output]) => [task, output])).toEqual([
      ['read#0', '{"n":1}'],
      ['read#1', 'one'],
    ]);
  });

  it('asks for JSON only when the task has fields', () => {
    const state = runState({});
    const task = taskOf('read#0', state);
    expect(toWorkPrompt(task, contextOf(state))).not.toHaveProperty('output');
    const asked = toWorkPrompt({ ...task, fields: [{ name: 'n', type: 'number', description: '' }] }, contextOf(state));
    expect(asked.output).toMatchObject({ name: 'read', schema: { required: ['n'] } });
  });
});
