import { readMarks } from '../read-marks.ts';
import { reduceTexts } from '../reduce.ts';
import { toPart } from '../to-text.ts';
import type { Strategy } from './strategy.ts';

/** One text that a model makes of all. */
export const reduce: Strategy = async (results, request) => {
  const made = await reduceTexts(results.map(toPart), request);
  const { text, citations, conflicts } = readMarks(request.name, made, request.context.log.state);
  request.notes.citations.push(...citations);
  request.notes.conflicts.push(...conflicts);
  return text;
};
