import type { Clock, Report } from '@manyhands/core';

/** A handler that throws gets its report again this often, after twice the pause each time. */
const MAX_TRIES = 6;
const FIRST_PAUSE_MS = 20;

/** Brings reports to the driver of a run, one after the other. */
export interface ReportLine {
  /** Resolves when the report is handled; rejects when it could not be handled for long. */
  add(report: Report): Promise<void>;
}

export function createReportLine(onReport: (report: Report) => Promise<void> | void, clock: Clock): ReportLine {
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();

  async function handle(report: Report): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await onReport(report);
      } catch (error) {
        if (tries === MAX_TRIES) throw error;
        await new Promise<void>((resolve) => void clock.setTimer(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
      }
    }
  }

  return {
    add(report) {
      const handled = waiting === 0 ? handle(report) : tail.then(() => handle(report));
      waiting += 1;
      tail = handled.catch(() => {}).then(() => void (waiting -= 1));
      return handled;
    },
  };
}
