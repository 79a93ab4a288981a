import { splitSentences } from './sentences.ts';

const NAME = /\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,2}/gu;
const TITLE = /^(Captain|Mr|Mrs|Miss|Sir|Lord|Lady|King|Queen|Father|Mother|Doctor|Dr|Saint|St|Aunt|Uncle|Old)$/;
const NO_NAME =
  /^(I|The|And|But|Oh|Ah|Aye|Yes|No|God|Lord|Heaven|Christian|Christians|English|American|French|Dutch|German|Chapter|January|February|March|April|May|June|July|August|September|October|November|December|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Now|Then|There|So|What|Who|Why|How|Here|This|That|Thou|Thy|He|She|They|We|You|It|His|Her|My|Our)$/;
const BEFORE_PLACE = /\b(?:in|at|from|off|to|near|round|toward|towards|across|the|of)\s+$/i;
const MAX_NAMES = 12;

interface Sightings {
  inside: number;
  asPlace: number;
  total: number;
}

/** Proper names of people: capitalised within sentences, again and again, and not mostly as a place. Most frequent first. */
export function findNames(text: string): readonly string[] {
  const sightings = collect(text);
  const lowerCase = new Set(text.match(/(?<![\p{L}])\p{Ll}+/gu) ?? []);
  return [...sightings]
    .filter(([name, seen]) => isPerson(name, seen, lowerCase))
    .sort(([nameA, a], [nameB, b]) => b.total - a.total || nameA.localeCompare(nameB))
    .slice(0, MAX_NAMES)
    .map(([name]) => name);
}

function collect(text: string): ReadonlyMap<string, Sightings> {
  const sightings = new Map<string, Sightings>();
  for (const sentence of splitSentences(text)) {
    for (const match of sentence.matchAll(NAME)) {
      const name = toName(match[0]);
      if (name === undefined) continue;
      const before = sentence.slice(0, match.index);
      const seen = sightings.get(name) ?? { inside: 0, asPlace: 0, total: 0 };
      seen.total += 1;
      if (/[\p{L},;] $/u.test(before)) seen.inside += 1;
      if (BEFORE_PLACE.test(before)) seen.asPlace += 1;
      sightings.set(name, seen);
    }
  }
  return sightings;
}

/** Without the word that only opens the sentence, and without a title; `undefined` when nothing is left. */
function toName(found: string): string | undefined {
  const words = found.split(' ').filter((word) => !TITLE.test(word) && !NO_NAME.test(word));
  return words.length === 0 ? undefined : words.join(' ');
}

function isPerson(name: string, seen: Sightings, lowerCase: ReadonlySet<string>): boolean {
  if (seen.total < 2 || seen.inside < 1 || seen.asPlace / seen.total > 0.5) return false;
  return !name.split(/[ -]/).every((word) => lowerCase.has(word.toLowerCase()));
}
