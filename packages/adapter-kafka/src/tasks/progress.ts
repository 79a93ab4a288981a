/**
 * How far the tasks of a partition are done, although they end in any order: all before `next` are, and of those from `next`
 * up to `end` all but `open`.
 */
export interface Progress {
  readonly next: number;
  readonly end: number;
  readonly open: readonly number[];
}

export const NOTHING_DONE: Progress = { next: 0, end: 0, open: [] };

/** Brokers take 4,096 bytes with a commit unless they are told otherwise. */
const MAX_BYTES = 4_000;
const RADIX = 36;

export function isDone({ next, end, open }: Progress, offset: number): boolean {
  return offset < next || (offset < end && !open.includes(offset));
}

/** What is committed beside `next`: empty when nothing after it is done. What does not fit is left out, and may be done again. */
export function encodeProgress({ next, end, open }: Progress): string {
  if (end - next <= open.length) return '';
  let text = '';
  let last = next;
  let until = next;
  for (const offset of open) {
    const step = `.${(offset - last).toString(RADIX)}`;
    if (text.length + step.length > MAX_BYTES) return toText(until - next, text);
    text += step;
    last = offset;
    until = offset + 1;
  }
  return toText(end - next, text);
}

function toText(length: number, steps: string): string {
  return `1:${length.toString(RADIX)}${steps}`;
}

/** @returns all that is known when the metadata are another's */
export function decodeProgress(next: number, metadata: string | null): Progress {
  const found = /^1:([0-9a-z]+)((?:\.[0-9a-z]+)*)$/.exec(metadata ?? '');
  if (found === null) return { next, end: next, open: [] };
  let last = next;
  const steps = found[2]!.split('.').slice(1);
  const open = steps.map((step) => (last += Number.parseInt(step, RADIX)));
  return { next, end: next + Number.parseInt(found[1]!, RADIX), open };
}
