// `npm run bench -- <name>` runs bench/<name>.ts, which prints one JSON object a line.
import { runNamed } from './run-named.ts';

await runNamed('bench');
