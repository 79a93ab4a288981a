import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Split } from '../domain/goal.ts';
import type { Piece } from '../domain/piece.ts';
import { ConfigError } from '../errors/config-error.ts';
import { splitInput } from './split-input.ts';

const estimateTokens = (text: string) => Math.ceil(text.length / 4);

async function readAll<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function split(input: Parameters<typeof splitInput>[0], by?: Split): Promise<readonly Piece[]> {
  return readAll(splitInput(input, by, estimateTokens));
}

const titles = (pieces: readonly Piece[]) => pieces.map(({ title }) => title);
const toText = ({ content }: Piece) => (typeof content === 'string' ? content : JSON.stringify(content));
const textOf = (pieces: readonly Piece[]) => pieces.map(toText).join('');

const BOOK = `MOBY-DICK; or, THE WHALE.

CHAPTER 1. Loomings.

Call me Ishmael. Chapter one of my life was over.

CHAPTER 2. The Carpet-Bag.

I stuffed a shirt or two.

Chapter Forty-Two

The whiteness.
`;

describe('a text', () => {
  it('is cut at its chapters, what stands before them being a piece of its own', async () => {
    const pieces = await split(BOOK);
    expect(titles(pieces)).toEqual([
      undefined,
      'CHAPTER 1. Loomings.',
      'CHAPTER 2. The Carpet-Bag.',
      'Chapter Forty-Two',
    ]);
    expect(pieces.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(textOf(pieces)).toBe(BOOK);
  });

  it('keeps a table of contents together', async () => {
    const contents = '# One\n# Two\n# Three\n\n';
    const pieces = await split(`${contents}# One\ntext\n# Two\ntext`, { by: 'chapters' });
    expect(pieces.map(({ content }) => content)).toEqual([`${contents}# One\ntext\n`, '# Two\ntext']);
  });

  it('without chapters is cut at its sections', async () => {
    const pieces = await split('## Aim\n\nTo know.\n\n§ 2 Means\n\nTo ask.\n\nA plain title\n\nThe end.');
    expect(titles(pieces)).toEqual(['Aim', '§ 2 Means', 'A plain title']);
  });

  it('cut at its sections is cut at its chapters, too', async () => {
    const pieces = await split('Chapter 1. Home.\n\nA start.\n\nThe garden\n\nGreen.', { by: 'sections' });
    expect(titles(pieces)).toEqual(['Chapter 1. Home.', 'The garden']);
  });

  it('without parts is cut into slices at the ends of sentences', async () => {
    const text = 'All work and no play makes Jack a dull boy. '.repeat(1_000);
    const pieces = await split(text);
    expect(pieces).toHaveLength(6);
    expect(textOf(pieces)).toBe(text);
    for (const piece of pieces) {
      expect(piece.content).toMatch(/^All.*boy\. $/);
      expect(estimateTokens(toText(piece))).toBeLessThanOrEqual(2_000);
    }
  });

  it('that is short stays whole', async () => {
    expect(await split('A short text. Two sentences.')).toEqual([
      { index: 0, content: 'A short text. Two sentences.' },
    ]);
    expect(await split(BOOK, { by: 'whole' })).toEqual([{ index: 0, content: BOOK }]);
  });

  it('that is empty has no pieces', async () => {
    expect(await split('')).toEqual([]);
    expect(await split(undefined)).toEqual([]);
  });

  it('has a chapter that is far too long cut further', async () => {
    const long = `# Long\n\n${'One sentence of many. '.repeat(20_000)}\n# Short\n\nEnd.`;
    const pieces = await split(long);
    expect(titles(pieces)).toEqual(['Long (1/4)', 'Long (2/4)', 'Long (3/4)', 'Long (4/4)', 'Short']);
    expect(textOf(pieces)).toBe(long);
  });

  it('in a script without spaces is cut between sentences', async () => {
    const text = '我们在河边走。'.repeat(100);
    const pieces = await split(text, { by: 'tokens', tokens: 10 });
    expect(pieces.length).toBeGreaterThan(10);
    for (const { content } of pieces) expect(content).toMatch(/。$/);
  });

  it('in a script without spaces or stops is cut between words, not left whole', async () => {
    const text = '我们在河边走'.repeat(100);
    const pieces = await split(text, { by: 'tokens', tokens: 10 });
    expect(Math.max(...pieces.map((piece) => toText(piece).length))).toBeLessThanOrEqual(40);
    expect(textOf(pieces)).toBe(text);
  });

  it('is whole again when its pieces are joined, whatever the cut', async () => {
    const word = fc.constantFrom(
      'Chapter 1',
      '# A',
      '## B',
      '§ 3',
      'Title',
      'x.',
      '\n',
      '\n\n',
      ' ',
      '🐋',
      '鲸。',
      'word\r\n',
    );
    const by = fc.constantFrom<(Split | undefined)[]>(
      undefined,
      { by: 'chapters' },
      { by: 'sections' },
      { by: 'tokens', tokens: 3 },
      { by: 'whole' },
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(word, { maxLength: 60 }).map((words) => words.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, by, async (text, by) => {
        expect(textOf(await split(text, by))).toBe(text);
      }),
    );
  });

  it('never has a word cut', async () => {
    const words = fc.array(fc.stringMatching(/^[a-zé]{1,30}$/), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 1, max: 9 }), async (words, tokens) => {
        const pieces = await split(words.join(' '), { by: 'tokens', tokens });
        expect(pieces.flatMap((piece) => toText(piece).trim().split(' '))).toEqual(words);
      }),
    );
  });
});

describe('items', () => {
  it('are a piece each, with their title where they have one', async () => {
    const pieces = await split([{ title: 'Loomings', text: 'Call me' }, 'text', 7, null]);
    expect(titles(pieces)).toEqual(['Loomings', undefined, undefined, undefined]);
    expect(pieces[3]).toEqual({ index: 3, content: null });
  });

  it('come one by one from an async iterable', async () => {
    async function* items() {
      yield 'a';
      yield 'b';
    }
    expect(textOf(await split(items()))).toBe('ab');
  });

  it.each([[() => 1], [new Date(0)], [Number.NaN], [10n], [{ deep: [undefined] }]])(
    'that are not JSON are refused with their place: %s',
    async (item) => {
      const failed = split(['fine', item]);
      await expect(failed).rejects.toThrow(ConfigError);
      await expect(failed).rejects.toMatchObject({ code: 'MANYHANDS_BAD_INPUT', path: 'goal.input[1]' });
    },
  );

  it('that hold themselves are refused', async () => {
    const circle: unknown[] = [];
    circle.push(circle);
    await expect(split([circle])).rejects.toMatchObject({ code: 'MANYHANDS_BAD_INPUT' });
  });
});
