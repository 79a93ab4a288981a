import type { Citation, Conflict } from '../domain/merged.ts';
import type { RunState } from '../run/run-state.ts';

/** What a model marked in a text it made: `[[read#3]]` after what comes from that task, `{{conflict: …}}` after what is disputed. */
export interface Marked {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly conflicts: readonly Conflict[];
}

const CONFLICT = /[ \t]*\{\{\s*conflict:([^{}]*)\}\}/gi;
const SOURCE = /\[\[([^[\]\n]+)\]\]/g;
const SOURCES = /[ \t]*(?:\[\[[^[\]\n]+\]\][ \t]*)+(?=[.,;:!?)]|\s|$)/g;
const SENTENCE_END = /[.!?。！？]["'”’)]*(?=\s|$)|\n/g;

/** Takes the marks out of a text. One that names no task of the run is none. */
export function readMarks(field: string, marked: string, state: RunState): Marked {
  const conflicts: Conflict[] = [];
  const undisputed = marked.replace(CONFLICT, (_, said: string) => {
    const taskIds = [...new Set(toSources(said, state).map(({ taskId }) => taskId))];
    conflicts.push({ field, reason: said.replaceAll('[[', '').replaceAll(']]', '').trim(), taskIds });
    return '';
  });
  return { ...takeSources(field, undisputed, state), conflicts };
}

function takeSources(field: string, text: string, state: RunState): Pick<Marked, 'text' | 'citations'> {
  const citations: Citation[] = [];
  let clean = '';
  let end = 0;
  for (const found of text.matchAll(SOURCES)) {
    const sources = toSources(found[0], state);
    if (sources.length === 0) continue;
    clean += text.slice(end, found.index);
    end = found.index + found[0].trimEnd().length;
    const statement = lastSentence(clean, text[end]);
    for (const { taskId, piece } of sources) citations.push({ field, statement, taskId, piece });
  }
  return { text: (clean + text.slice(end)).trim(), citations };
}

/** Marks stand before or after the mark that ends the sentence. */
function lastSentence(before: string, next: string | undefined): string {
  const said = before.trimEnd();
  const ends = [...said.matchAll(SENTENCE_END)].map(({ index, 0: { length } }) => index + length);
  const start = ends.findLast((at) => at < said.length) ?? 0;
  const punctuation = next !== undefined && /[.!?]/.test(next) ? next : '';
  return said.slice(start).trim() + punctuation;
}

function toSources(text: string, { tasks }: RunState): readonly Pick<Citation, 'taskId' | 'piece'>[] {
  return [...text.matchAll(SOURCE)]
    .flatMap(([, named = '']) => named.split(','))
    .map((id) => id.trim())
    .filter((id) => Object.hasOwn(tasks, id) && tasks[id]!.task.kind === 'work')
    .map((taskId) => ({ taskId, piece: tasks[taskId]!.task.piece ?? null }));
}
