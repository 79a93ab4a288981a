import { ManyhandsError } from './manyhands-error.ts';

/** No call can start before its deadline. */
export class DeadlineError extends ManyhandsError {
  override readonly name = 'DeadlineError';
  /** Epoch ms: when a call could start at the earliest; `undefined` when that depends on other things than limits. */
  readonly earliestAt: number | undefined;

  constructor(earliestAt: number | undefined) {
    const when =
      earliestAt === undefined ? '' : ` The earliest a call could start is ${new Date(earliestAt).toISOString()}.`;
    super(`The limits of the accounts leave no room before the deadline.${when}`, { code: 'MANYHANDS_DEADLINE' });
    this.earliestAt = earliestAt;
  }
}
