import { reduceTexts } from '../reduce.ts';
import { toText } from '../to-text.ts';
import type { Strategy } from './strategy.ts';

/** One text that a model makes of all. */
export const reduce: Strategy = (results, request) =>
  reduceTexts(
    results.map(({ taskId, output }) => ({ source: taskId, text: toText(output) })),
    request,
  );
