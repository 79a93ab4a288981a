import { chance, pickOf } from './random.ts';

/** What stands on a page. */
export interface Page {
  readonly text: string;
  readonly people: readonly string[];
  readonly whales: number;
  readonly ships: readonly Ship[];
}

export interface Ship {
  readonly name: string;
  readonly built: number;
}

/** A ship's logbook that nobody has seen before, and all that is true of it. */
export interface Logbook {
  readonly pages: readonly Page[];
  /** Ships of which two pages state different years: planted contradictions. */
  readonly disputed: readonly string[];
}

const FIRST = ['Amos', 'Elias', 'Ruth', 'Silas', 'Tamar', 'Jonah', 'Keziah', 'Obed', 'Lydia', 'Enoch'];
const LAST = ['Coffin', 'Starr', 'Macy', 'Swain', 'Folger', 'Hussey', 'Gardner', 'Bunker', 'Pease', 'Worth'];
const SHIPS = [
  'Essex',
  'Rachel',
  'Delight',
  'Bachelor',
  'Jeroboam',
  'Albatross',
  'Samuel',
  'Rosebud',
  'Town-Ho',
  'Virgin',
];
const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];
const WEATHER = [
  'Wind from the south-west, fair.',
  'Thick fog until noon.',
  'Heavy swell, reefed topsails.',
  'Calm, and hot.',
];
const DISPUTED_SHARE = 0.4;

export function writeLogbook(seed: number, count: number): Logbook {
  const disputed = SHIPS.filter((name) => chance(seed, 'disputed', name) < DISPUTED_SHARE);
  const pages = Array.from({ length: count }, (_, index) => writePage(seed, index, new Set(disputed)));
  const years = Map.groupBy(
    pages.flatMap(({ ships }) => ships),
    ({ name }) => name,
  );
  // One that is named once, or always by the same year, is not disputed after all.
  return { pages, disputed: disputed.filter((name) => new Set(years.get(name)?.map(({ built }) => built)).size > 1) };
}

function writePage(seed: number, index: number, disputed: ReadonlySet<string>): Page {
  const people = distinct(
    [0, 1, 2].map((nth) => {
      return `${pickOf(FIRST, seed, index, 'first', nth)} ${pickOf(LAST, seed, index, 'last', nth)}`;
    }),
  );
  const sights = [0, 1].map((nth) => Math.floor(chance(seed, index, 'whales', nth) * WORDS.length));
  const name = pickOf(SHIPS, seed, index, 'ship');
  const built = 1790 + Math.floor(chance(seed, name) * 40) + (disputed.has(name) && index % 2 === 0 ? 3 : 0);
  const text = [
    `Day ${index + 1}. ${pickOf(WEATHER, seed, index, 'weather')}`,
    `In the morning we raised ${WORDS[sights[0]!]} whales, and after noon ${WORDS[sights[1]!]} more.`,
    `${people.join(', ')} stood the watch.`,
    `Spoke the ship ${name}, built in ${built}.`,
    pickOf(WEATHER, seed, index, 'evening'),
  ].join(' ');
  return { text, people, whales: sights[0]! + sights[1]!, ships: [{ name, built }] };
}

/** What a careful reader finds on a page. */
export function readPage(text: string): Omit<Page, 'text'> {
  const people = /\. ([^.]+) stood the watch\./.exec(text)?.[1]?.split(', ') ?? [];
  const [, first = 'no', second = 'no'] = /raised (\w+) whales, and after noon (\w+) more/.exec(text) ?? [];
  const ships = Array.from(text.matchAll(/Spoke the ship ([\w-]+), built in (\d+)/g), ([, name = '', year]) => {
    return { name, built: Number(year) };
  });
  return { people, whales: WORDS.indexOf(first) + WORDS.indexOf(second), ships };
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
