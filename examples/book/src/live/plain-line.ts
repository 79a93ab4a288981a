import { toClock, toNumber } from '../text/figures.ts';
import type { Frame } from './frame.ts';

/** Where things stand, on one line without escape codes. */
export function toPlainLine(frame: Frame, money: string): string {
  const { round, done, total, running, waiting, failed, tokens, elapsedMs, etaMs } = frame;
  const rounds = round > 1 ? `round ${round}: ` : '';
  const lost = failed > 0 ? `, ${failed} failed` : '';
  const left = etaMs === undefined ? '' : `; about ${toClock(etaMs)} left`;
  const counts = `${toNumber(done)}/${toNumber(total)} tasks done, ${running} running, ${waiting} waiting${lost}`;
  return stamp(elapsedMs, `${rounds}${counts}; ${toNumber(tokens)} tokens, ${money}${left}`);
}

/** "[0:07] text". */
export function stamp(elapsedMs: number, text: string): string {
  return `[${toClock(elapsedMs)}] ${text}`;
}
