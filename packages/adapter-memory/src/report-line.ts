import type { Clock, Report } from '@manyhands/core';

/** A handler that throws gets its report again this often, after twice the pause each time. */
const MAX_TRIES = 6;
const FIRST_PAUSE_MS = 20;

/** Brings reports to the driver of a run: those of one task one after the other, those of several side by side. */
export interface ReportLine {
  /** Resolves when the report is handled; rejects when it could not be handled for long. */
  add(report: Report): Promise<void>;
}

export function createReportLine(onReport: (report: Report) => Promise<void> | void, clock: Clock): ReportLine {
  /** By task: when what came before is handled, one way or the other. */
  const tails = new Map<string, Promise<void>>();

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
      const { taskId } = report;
      const before = tails.get(taskId);
      const handled = before === undefined ? handle(report) : before.then(() => handle(report));
      const tail = handled
        .catch(() => {})
        .then(() => {
          if (tails.get(taskId) === tail) tails.delete(taskId);
        });
      tails.set(taskId, tail);
      return handled;
    },
  };
}
