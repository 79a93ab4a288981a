import type { RunRecord } from '../watch/run-record.ts';
import type { Frame } from './frame.ts';

/** Where a run can be watched. */
export interface View {
  /** Called a few times a second. */
  update(frame: Frame, record: RunRecord): void;
  /** The last state, then nothing more. */
  close(frame: Frame, record: RunRecord): void;
}

/** A stream to write to: stdout, or a test's own. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}
