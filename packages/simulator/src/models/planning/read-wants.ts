import { readCountedWords, readQuotedWords } from '../reading/count-words.ts';

/** One thing a goal wants of every piece, and what the pieces' answers become together. */
export interface Want {
  readonly kind: 'summary' | 'names' | 'count' | 'list';
  readonly field: { readonly name: string; readonly type: string; readonly description: string };
  readonly merged: { readonly name: string; readonly by: string; readonly instruction: string | null };
}

const SUMMARY = /\b(summar\w*|brief|overview|gist|digest|synopsis|abstract|report)\b/i;
const NAMES = /\b(who|characters?|people|persons?|names|cast)\b/i;
const COUNT = /\b(how (?:often|many)|count|occurr\w*|frequency|mentions|number of)\b/i;
const LIST = /\b(?:list|collect|find|extract) (?:all |every |the |each )*([\p{L}]{3,})/iu;

/** What a goal asks for, clause by clause; a goal that says nothing known wants its findings. */
export function readWants(goal: string): readonly Want[] {
  const clauses = goal.split(/[,;:()\n]|\.\s|\band (?=how\b)/i);
  const found = clauses.flatMap((clause) => wantsOf(clause, goal));
  const wants = found.length > 0 ? found : [toFindings(goal)];
  return wants.filter((want, index) => wants.findIndex(({ field }) => field.name === want.field.name) === index);
}

function wantsOf(clause: string, goal: string): readonly Want[] {
  const words = COUNT.test(clause) ? readCountedWords(clause) : [];
  if (words.length > 0) return [toCount(words, goal)];
  const wants: Want[] = [];
  if (SUMMARY.test(clause)) wants.push(toSummary(goal));
  if (NAMES.test(clause)) wants.push(toNames(goal));
  const listed = LIST.exec(clause)?.[1];
  if (wants.length === 0 && listed !== undefined) wants.push(toList(listed.toLowerCase(), clause));
  return wants;
}

function toSummary(goal: string): Want {
  const merged = /\bbrief\b/i.test(goal) ? 'brief' : /\breport\b/i.test(goal) ? 'report' : 'summary';
  return {
    kind: 'summary',
    field: {
      name: 'summary',
      type: 'string',
      description: 'What happens or is said in the piece, in one or two sentences.',
    },
    merged: {
      name: merged,
      by: 'reduce',
      instruction: 'Write one coherent brief of the whole from these summaries, in their order, in at most 300 words.',
    },
  };
}

function toNames(goal: string): Want {
  const by = /\bindex\b/i.test(goal) ? 'index' : 'union';
  return {
    kind: 'names',
    field: { name: 'characters', type: 'string[]', description: 'Names of the people who appear in the piece.' },
    merged: { name: 'characters', by, instruction: null },
  };
}

function toCount(words: readonly string[], goal: string): Want {
  const name = toName(words.toSorted((a, b) => b.length - a.length)[0] ?? 'count');
  const quoted = words.map((word) => `"${word}"`).join(' or ');
  const description = `How often ${quoted} occurs in the piece: whole words only, in any letter case.`;
  const merged = /\btotal\b/i.test(goal) && readQuotedWords(goal).length === words.length ? 'total' : name;
  return {
    kind: 'count',
    field: { name, type: 'number', description },
    merged: { name: merged, by: 'sum', instruction: null },
  };
}

function toList(noun: string, clause: string): Want {
  const name = toName(noun);
  return {
    kind: 'list',
    field: { name, type: 'string[]', description: clause.trim() },
    merged: { name, by: 'union', instruction: null },
  };
}

function toFindings(goal: string): Want {
  return {
    kind: 'summary',
    field: {
      name: 'findings',
      type: 'string',
      description: `What the piece says towards this goal, in at most 3 sentences: ${goal.trim()}`,
    },
    merged: {
      name: 'answer',
      by: 'reduce',
      instruction: `Answer from these findings, in at most 300 words: ${goal.trim()}`,
    },
  };
}

/** A name that a field may have: letters and digits, a letter first. */
function toName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .replace(/^[^a-zA-Z]+|_+$/g, '');
  return name === '' ? 'count' : name.slice(0, 60);
}
