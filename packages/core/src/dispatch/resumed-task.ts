import type { Json } from '../domain/json.ts';
import type { ModelCall, TaskOutcome } from '../ports/model-calls.ts';
import { toRepairPrompt } from '../run/answer/to-repair-prompt.ts';
import type { OpenCall } from '../run/open-calls.ts';
import type { TaskState } from '../run/run-state.ts';

/** How a task ended, as the log has it. */
export function toOutcome({ status, output, failure, reason = '' }: Omit<TaskState, 'task'>): TaskOutcome {
  if (status === 'done') return { status, output: output as Json };
  if (status === 'failed') return { status, failure: failure! };
  return status === 'skipped' ? { status, because: reason } : { status: 'cancelled', reason };
}

/** A call that is asked for: anew, or where the log left it. */
export function toOpenCall(call: ModelCall, known: TaskState | undefined, resolve: OpenCall['resolve']): OpenCall {
  const { attempts = 0, attemptsUsed = 0, complaint, messageId } = known ?? {};
  return {
    call,
    prompt: () => (complaint === undefined ? call.prompt() : toRepairPrompt(call.prompt(), '', complaint)),
    begun: attempts,
    inherited: attempts,
    used: attemptsUsed,
    ...(messageId !== undefined && { messageId }),
    resolve,
  };
}
