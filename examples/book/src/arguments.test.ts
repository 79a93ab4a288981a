import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from './arguments.ts';

describe('the arguments of the demo', () => {
  it('without any: the book, nothing lost, into out/', () => {
    expect(parseArguments([])).toEqual({ lose: 0, out: 'out', isHelp: false });
  });

  it('are taken as they are typed', () => {
    const argv = [
      '--goal',
      'Sum it up',
      '--input=a.txt',
      '--lose',
      '3',
      '--budget',
      '0.25',
      '--accounts',
      'k.json',
      '--out',
      'o',
    ];
    expect(parseArguments(argv)).toEqual({
      goal: 'Sum it up',
      input: 'a.txt',
      lose: 3,
      budgetUsd: 0.25,
      accounts: 'k.json',
      out: 'o',
      isHelp: false,
    });
  });

  it.each([
    [['--input', 'a.txt'], '--input needs a goal'],
    [['--goal', ' '], '--goal is empty'],
    [['--lose', '0'], '--lose takes a whole number from 1, not "0"'],
    [['--lose', '1.5'], '--lose takes a whole number from 1, not "1.5"'],
    [['--budget', '0'], '--budget takes an amount of US dollars above 0'],
    [['--budget', 'cheap'], '--budget takes an amount of US dollars above 0'],
    [['--budget', 'Infinity'], '--budget takes an amount of US dollars above 0'],
    [['--loose', '3'], "Unknown option '--loose'"],
    [['book.txt'], "Unexpected argument 'book.txt'"],
  ])('%j is one clear error', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
