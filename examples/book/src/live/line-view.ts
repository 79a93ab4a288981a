import { toMoney } from '../text/figures.ts';
import type { RunRecord } from '../watch/run-record.ts';
import type { Frame } from './frame.ts';
import { stamp, toPlainLine } from './plain-line.ts';
import type { Output, View } from './view.ts';

const LINE_EVERY_MS = 2_000;

/** Lines that can be kept in a file: every milestone, and where things stand every two seconds. */
export function createLineView(output: Output, isSimulated: boolean): View {
  let told = 0;
  let nextLineMs = LINE_EVERY_MS;

  function tellMilestones({ milestones, startedAt }: RunRecord): void {
    for (const { at, text } of milestones.slice(told)) output.write(`${stamp(at - startedAt, text)}\n`);
    told = milestones.length;
  }

  function tellFrame(frame: Frame, record: RunRecord): void {
    output.write(`${toPlainLine(frame, toMoney(record.cost, isSimulated))}\n`);
  }

  return {
    update(frame, record) {
      tellMilestones(record);
      if (frame.elapsedMs < nextLineMs) return;
      nextLineMs = frame.elapsedMs + LINE_EVERY_MS;
      tellFrame(frame, record);
    },
    close(frame, record) {
      tellMilestones(record);
      tellFrame(frame, record);
    },
  };
}
