// Three worker processes read a book together, over Kafka; with `--kill` one of them dies on the way.
import { parseArguments, UsageError } from './arguments.ts';
import { readTogether } from './read-together.ts';

try {
  process.exitCode = (await readTogether(parseArguments(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
