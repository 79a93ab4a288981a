import { createLogUpdate } from 'log-update';
import { toMoney } from '../text/figures.ts';
import type { RunRecord } from '../watch/run-record.ts';
import type { Frame } from './frame.ts';
import { toScreen, type Heading } from './screen.ts';
import type { View } from './view.ts';

/** A block of lines at the end of a terminal that is drawn again and again. */
export function createScreenView(terminal: NodeJS.WriteStream, heading: Heading, isSimulated: boolean): View {
  const draw = createLogUpdate(terminal);

  function update(frame: Frame, { cost, milestones }: RunRecord): void {
    const size = { columns: terminal.columns, rows: terminal.rows };
    const news = milestones.map(({ text }) => text);
    draw(toScreen(frame, heading, toMoney(cost, isSimulated), news, size).join('\n'));
  }

  return {
    update,
    close(frame, record) {
      update(frame, record);
      draw.done();
    },
  };
}
