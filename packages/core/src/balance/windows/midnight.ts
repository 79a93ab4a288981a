const HOUR_MS = 3_600_000;

/** The next midnight in a time zone, in epoch ms; days of 23 and 25 hours included. */
export function createMidnight(timeZone: string): (now: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  function read(at: number) {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { day = 0, hour = 0, minute = 0, second = 0 } = parts;
    return { day, sinceMidnightMs: (hour * 60 + minute) * 60_000 + second * 1_000 };
  }

  return (now) => {
    const today = read(now);
    const second = Math.floor(now / 1_000) * 1_000;
    // Some hour of the next day, then back to where that day began.
    let next = second - today.sinceMidnightMs + 23 * HOUR_MS;
    while (read(next).day === today.day) next += HOUR_MS / 2;
    return next - read(next).sinceMidnightMs;
  };
}
