// `npm run chaos -- <name>` runs chaos/<name>.ts, which breaks things and prints one JSON object a line.
import { runNamed } from './run-named.ts';

await runNamed('chaos');
