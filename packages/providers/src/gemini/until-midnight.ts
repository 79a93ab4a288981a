const HOUR_MS = 3_600_000;

/** How long it is until the next midnight in `timeZone`, in ms, also on days of 23 or 25 hours. */
export function untilMidnightMs(now: number, timeZone: string): number {
  const rest = 24 * HOUR_MS - wallClockMs(now, timeZone);
  const wall = wallClockMs(now + rest, timeZone);
  // A shift of the clocks on the way: the wall shows 23:00 or 1:00 instead of 0:00.
  return wall < 12 * HOUR_MS ? rest - wall : rest + 24 * HOUR_MS - wall;
}

/** The time of day there, in ms. */
function wallClockMs(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [hour = 0, minute = 0, second = 0] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
  return hour * HOUR_MS + minute * 60_000 + second * 1000 + (at % 1000);
}
