import { parseArgs } from 'node:util';

/** What the user typed, or has, is not enough. The message is all they need. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  /** One worker is killed in the midst of its calls. */
  readonly kill: boolean;
  /** Of the book, from its beginning. */
  readonly pieces: number;
}

/** The characters of the index have all appeared by then. */
const LEAST_PIECES = 40;
const WHOLE_BOOK = 139;

/** @throws UsageError when something else was typed */
export function parseArguments(argv: readonly string[]): Arguments {
  const { kill, pieces } = readOptions(argv);
  const count = pieces === undefined ? WHOLE_BOOK : Number(pieces);
  if (Number.isInteger(count) && count >= LEAST_PIECES && count <= WHOLE_BOOK)
    return { kill: kill === true, pieces: count };
  throw new UsageError(`--pieces takes a whole number from ${LEAST_PIECES} to ${WHOLE_BOOK}, not "${pieces}".`);
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { kill: { type: 'boolean' }, pieces: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message} Known are --kill and --pieces <n>.`, { cause: error });
  }
}
