import type { Clock, Report } from '@manyhands/core';

export interface Reported {
  readonly report: Report;
  readonly offset: number;
}

/** The reports of one run, handed to its driver one after the other. */
export interface ReportInbox {
  add(reported: Reported): void;
  /** Hands over from now on: first those, then what has come since, from `offset` on. */
  open(earlier: readonly Reported[], offset: number): void;
  /** Resolves when all that was added is handled, or the inbox closed. */
  settled(): Promise<void>;
  close(): void;
  /** Offset of the last that was handled. */
  readonly handled: number;
}

const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1_000;

export function createReportInbox(
  onReport: (report: Report) => Promise<void> | void,
  clock: Clock,
  isOpenAtOnce: boolean,
): ReportInbox {
  let waiting: Reported[] = [];
  let isOpen = isOpenAtOnce;
  let isClosed = false;
  let handled = -1;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !isClosed; next = waiting.shift()) {
      await handle(next.report);
      handled = next.offset;
    }
    working = undefined;
  }

  /** Until it is taken: the log may be away for a time. */
  async function handle(report: Report): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !isClosed; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
      try {
        return await onReport(report);
      } catch {
        await new Promise<void>((resolve) => void clock.setTimer(resolve, pauseMs));
      }
    }
  }

  function start(): void {
    if (isOpen && !isClosed && waiting.length > 0) working ??= work();
  }

  return {
    add(reported) {
      waiting.push(reported);
      start();
    },
    open(earlier, offset) {
      waiting = [...earlier, ...waiting.filter((reported) => reported.offset >= offset)];
      isOpen = true;
      start();
    },
    settled: () => working ?? Promise.resolve(),
    close() {
      isClosed = true;
      waiting = [];
    },
    get handled() {
      return handled;
    },
  };
}
