/** Failures in a row, of server, network or time, that open a circuit. */
const THRESHOLD = 5;
const FIRST_OPEN_MS = 5_000;
const LONGEST_OPEN_MS = 2 * 60_000;

/** Per account and model. Open: nothing is tried. After a while one probe goes out; if it gets through, one, two, four… calls may follow. */
export interface CircuitBreaker {
  /** Epoch ms from which a call may go; infinite while a probe is out. */
  earliest(now: number): number;
  readonly openUntil: number | undefined;
  onStart(): void;
  onSuccess(): void;
  onFailure(now: number): void;
  /** The call ended and says nothing about the server. */
  onNeither(): void;
}

export function createCircuitBreaker(): CircuitBreaker {
  let failures = 0;
  let opened = 0;
  let openUntil: number | undefined;
  let underWay = 0;
  /** Calls allowed at once while the server recovers; `undefined` when it is well. */
  let ramp: number | undefined;

  return {
    get openUntil() {
      return openUntil;
    },
    earliest(now) {
      if (openUntil === undefined) return ramp === undefined || underWay < ramp ? now : Number.POSITIVE_INFINITY;
      if (now < openUntil) return openUntil;
      return underWay === 0 ? now : Number.POSITIVE_INFINITY;
    },
    onStart() {
      underWay += 1;
    },
    onSuccess() {
      underWay -= 1;
      failures = 0;
      if (openUntil !== undefined) {
        openUntil = undefined;
        ramp = 1;
      }
      if (ramp === undefined) return;
      ramp *= 2;
      if (ramp < 64) return;
      ramp = undefined;
      opened = 0;
    },
    onFailure(now) {
      underWay -= 1;
      failures += 1;
      if (failures < THRESHOLD && openUntil === undefined && ramp === undefined) return;
      if (openUntil !== undefined && now < openUntil) return;
      openUntil = now + Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** opened);
      opened += 1;
      ramp = undefined;
    },
    onNeither() {
      underWay -= 1;
    },
  };
}
