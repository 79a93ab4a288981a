import type { Slice } from './slice.ts';

/** A line of a text and its neighbours, as a reader of headings sees it. */
export interface Line {
  readonly text: string;
  readonly isAfterBlank: boolean;
  readonly isBeforeBlank: boolean;
}

/**
 * Cuts before every heading. `titleOf` says what a line is the heading of. Headings with nothing between them stay together,
 * so that a table of contents is one slice; so does what stands before the first heading, if it is more than blank lines.
 */
export function sliceAtHeadings(text: string, titleOf: (line: Line) => string | undefined): readonly Slice[] {
  const slices: Slice[] = [];
  let start = 0;
  let bodyStart = 0;
  let title: string | undefined;

  function close(end: number): void {
    slices.push({ text: text.slice(start, end), ...(title !== undefined && { title }) });
    start = end;
  }

  for (const { line, from, to } of linesOf(text)) {
    const found = titleOf(line);
    if (found === undefined) continue;
    if (text.slice(bodyStart, from).trim() !== '') close(from);
    title = found;
    bodyStart = to;
  }
  if (start < text.length) close(text.length);
  return slices;
}

/** Every line with where it begins and where the next one does. */
function* linesOf(text: string): Generator<{ line: Line; from: number; to: number }> {
  let isAfterBlank = true;
  for (let from = 0; from < text.length;) {
    const to: number = endOfLine(text, from);
    const isBeforeBlank = text.slice(to, endOfLine(text, to)).trim() === '';
    const line: Line = { text: text.slice(from, to).trim(), isAfterBlank, isBeforeBlank };
    yield { line, from, to };
    isAfterBlank = line.text === '';
    from = to;
  }
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found + 1;
}
