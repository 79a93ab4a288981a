import { ManyhandsError } from './manyhands-error.ts';

/** A model's answer is not in the asked form. The message is written for the model: it is told and asked again. */
export class InvalidAnswerError extends ManyhandsError {
  override readonly name = 'InvalidAnswerError';

  constructor(message: string, cause?: unknown) {
    super(message, { code: 'MANYHANDS_INVALID_ANSWER', isRetryable: true, cause });
  }
}
