// How well time is used by a plan, and what thinking costs, with scripted models that take as long as real ones.
import { criticalPath } from './plan/critical-path.ts';
import { mergeOverlap } from './plan/merge-overlap.ts';
import { streamedStart } from './plan/streamed-start.ts';
import { tokensOfThinking } from './plan/tokens-of-thinking.ts';

await streamedStart();
await criticalPath();
await mergeOverlap();
await tokensOfThinking();
