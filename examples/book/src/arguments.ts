import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run demo -- [options]

  Without options: a reader's brief of Moby-Dick, with the accounts it finds (see README).

  --goal "…"        a goal of your own
  --input <path>    what it works on: a text, or a JSON array of items
  --lose <n>        lose the first answers of n pieces on purpose, to see the repair
  --budget <usd>    stop before more is spent (real vendors: 0.50 unless you say otherwise)
  --accounts <path> accounts in a JSON file, instead of keys in the environment
  --store <path>    keep the run in this file: after a crash the same command goes on where it was
  --out <path>      where brief.md, result.json and report.html go (default: out)
  --help            this text
`;

export interface Arguments {
  readonly goal?: string;
  readonly input?: string;
  /** Pieces to lose on purpose. */
  readonly lose: number;
  readonly budgetUsd?: number;
  readonly accounts?: string;
  /** A file that keeps the run. */
  readonly store?: string;
  readonly out: string;
  readonly isHelp: boolean;
}

/** What the user typed, or pointed at, cannot be used. The message is all they need. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError for the first thing that is wrong. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { goal, input, lose, budget, accounts, store, out, help } = readOptions(argv);
  if (input !== undefined && goal === undefined) {
    throw new UsageError('--input needs a goal: say what to do with it with --goal "…".');
  }
  if (goal?.trim() === '') throw new UsageError('--goal is empty: say in words what you want.');
  const budgetUsd = budget === undefined ? undefined : toAmount('--budget', budget);
  return {
    lose: lose === undefined ? 0 : toCount('--lose', lose),
    out: out ?? 'out',
    isHelp: help === true,
    ...(goal !== undefined && { goal }),
    ...(input !== undefined && { input }),
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(accounts !== undefined && { accounts }),
    ...(store !== undefined && { store }),
  };
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        goal: { type: 'string' },
        input: { type: 'string' },
        lose: { type: 'string' },
        budget: { type: 'string' },
        accounts: { type: 'string' },
        store: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See --help.`, { cause: error });
  }
}

function toCount(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`${name} takes a whole number from 1, not "${text}".`);
}

function toAmount(name: string, text: string): number {
  const amount = Number(text);
  if (text.trim() !== '' && Number.isFinite(amount) && amount > 0) return amount;
  throw new UsageError(`${name} takes an amount of US dollars above 0, such as 0.25, not "${text}".`);
}
