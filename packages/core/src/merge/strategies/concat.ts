import { joinTexts, toText } from '../to-text.ts';
import type { Strategy } from './strategy.ts';

export const concat: Strategy = (results) => joinTexts(results.map(({ output }) => toText(output)));
