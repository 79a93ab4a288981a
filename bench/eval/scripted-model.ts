import type { ScriptedCall } from '@manyhands/core/testing';
import { readPage, type Page } from './logbook.ts';
import { chance } from './random.ts';

/** How often a scripted model is wrong. These are assumptions, not measurements: real models are measured with `--planner`. */
const RATES = {
  /** A page of which a name is left out, or whales are miscounted. */
  fault: 0.12,
  /** The same, when the model is told what was wrong. */
  faultAgain: 0.1,
  /** A fault that an audit does not see. */
  overlooked: 0.1,
  /** A right result that an audit finds wrong. */
  falseAlarm: 0.02,
};

const PLAN = {
  tasks: [
    {
      id: 'read',
      title: 'Read',
      kind: 'map',
      prompt: 'List the people, count the whales of the day, and list the ships as "name year".',
      dependsOn: [],
      pieces: [],
      route: null,
      fields: [
        { name: 'people', type: 'string[]', description: 'Full names.' },
        { name: 'whales', type: 'number', description: 'How many were raised.' },
        { name: 'ships', type: 'string[]', description: 'Name and year.' },
      ],
      expectedOutputTokens: 80,
    },
    {
      id: 'compare',
      title: 'Compare the years',
      kind: 'single',
      prompt: 'Name the ships with more than one year.',
      dependsOn: ['read'],
      pieces: [],
      route: null,
      fields: [{ name: 'disputed', type: 'string[]', description: 'Names.' }],
      expectedOutputTokens: 60,
    },
  ],
  merge: {
    strategy: 'fields',
    instruction: null,
    fields: [
      { name: 'people', from: 'read.people', by: 'union', instruction: null },
      { name: 'whales', from: 'read.whales', by: 'list', instruction: null },
      { name: 'disputed', from: 'compare.disputed', by: 'union', instruction: null },
    ],
  },
};

type Found = Omit<Page, 'text'>;

/** Plans, reads, compares and judges by what stands in its prompt, with faults planted in what it reads. */
export function scriptedModel({ request }: ScriptedCall): string {
  const text = request.messages.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
  switch (request.output?.name) {
    case 'clarification':
      return JSON.stringify({ questions: [] });
    case 'plan':
      return JSON.stringify(PLAN);
    case 'judgement':
      return JSON.stringify(judgeKindly(text));
    case 'audit':
      return JSON.stringify(audit(text));
    case 'summary':
      return JSON.stringify(summarise(text));
    case 'compare':
      return JSON.stringify({ disputed: compare(text) });
    default:
      return JSON.stringify(toAnswer(readFaultily(text)));
  }
}

function toAnswer({ people, whales, ships }: Found) {
  return { people, whales, ships: ships.map(({ name, built }) => `${name} ${built}`) };
}

function readFaultily(text: string): Found {
  const page = /<piece[^>]*>\n([^]*?)\n<\/piece>/.exec(text)?.[1] ?? text;
  const isTold = text.includes('found wanting');
  return spoil(page, isTold ? 'again' : 'first', isTold ? RATES.faultAgain : RATES.fault);
}

/** Leaves the last name out, miscounts, or neither. */
function spoil(page: string, salt: string, rate: number): Found {
  const found = readPage(page);
  const people = chance(page, salt, 'people') < rate ? found.people.slice(0, -1) : found.people;
  const whales = chance(page, salt, 'whales') < rate ? found.whales + 1 : found.whales;
  return { ...found, people, whales };
}

function compare(text: string): readonly string[] {
  const years = new Map<string, Set<string>>();
  for (const [, name = '', year = ''] of text.matchAll(/"([\w-]+) (\d{4})"/g)) {
    years.set(name, (years.get(name) ?? new Set()).add(year));
  }
  return [...years].filter(([, all]) => all.size > 1).map(([name]) => name);
}

/** Everything in one answer, with the same faults for a page as where pages are read one by one. */
function summarise(text: string) {
  const pages = Array.from(text.matchAll(/<page>\n([^]*?)\n<\/page>/g), ([, page = '']) =>
    spoil(page, 'first', RATES.fault),
  );
  const ships = pages.flatMap((page) => toAnswer(page).ships);
  return {
    people: [...new Set(pages.flatMap(({ people }) => people))],
    whales: pages.map(({ whales }) => whales),
    disputed: compare(JSON.stringify(ships)),
  };
}

function audit(text: string) {
  const page = /<piece[^>]*>\n([^]*?)\n<\/piece>/.exec(text)?.[1] ?? '';
  const said = /<result-\w+>\n([^]*?)\n<\/result-/.exec(text)?.[1] ?? '';
  const isRight = said === JSON.stringify(toAnswer(readPage(page)));
  const isMistaken = chance(said, page, 'audit') < (isRight ? RATES.falseAlarm : RATES.overlooked);
  const reason = 'Compare the names and the count with the page.';
  return { reason, isRight: isRight !== isMistaken };
}

/** It sees no page, and is content. */
function judgeKindly(text: string) {
  const ids = Array.from(text.matchAll(/<criterion id="([^"]+)"/g), ([, id]) => id);
  return {
    criteria: ids.map((criterionId) => ({ criterionId, isMet: true, reason: 'So it seems.', taskIds: [] })),
    missing: [],
  };
}
