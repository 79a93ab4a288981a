const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The first midnight in `timeZone` after `now`, on a clock that is `offsetMs` ahead of the simulator's. */
export function everyMidnight(timeZone: string, offsetMs: number): (now: number) => number {
  const msOfDay = createMsOfDay(timeZone);
  return (now) => {
    const vendorNow = now + offsetMs;
    const guess = vendorNow + DAY_MS - msOfDay(vendorNow);
    // On the two days a year when the clocks change, the guess is an hour beside midnight.
    const beside = msOfDay(guess);
    const midnight = beside > DAY_MS / 2 ? guess + DAY_MS - beside : guess - beside;
    return midnight - offsetMs;
  };
}

function createMsOfDay(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (epochMs) => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const seconds = ((parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0)) * 60 + (parts['second'] ?? 0);
    return seconds * 1000 + (Math.floor(epochMs) % 1000);
  };
}
