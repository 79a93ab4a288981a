import type { Clock } from '../ports/clock.ts';

export interface TwoCalls<Answer> {
  readonly first: Promise<Answer>;
  /** How long the first one is waited for alone. */
  readonly lateAfterMs: number;
  readonly clock: Clock;
  /** Resolves with nothing where there can be no second one. */
  startSecond(): Promise<Answer | undefined>;
}

/** The answer that comes first. It fails as the first call did, when no second one makes up for it. */
export async function firstAnswer<Answer>({
  first,
  lateAfterMs,
  clock,
  startSecond,
}: TwoCalls<Answer>): Promise<Answer> {
  let clear = () => {};
  const late = new Promise<true>((resolve) => (clear = clock.setTimer(() => resolve(true), lateAfterMs)));
  const isLate = await Promise.race([late, first.then(ended, ended)]);
  clear();
  if (!isLate) return first;
  const second = startSecond().then((answer) => answer ?? first);
  return Promise.any([first, second]).catch(() => first);
}

function ended(): false {
  return false;
}
