import type { Json } from '../domain/json.ts';
import type { ModelCall, ModelCalls, TaskOutcome } from '../ports/model-calls.ts';

/** Who asks for a task that is under way gets its outcome: it is not asked for twice. */
export function shareCalls(calls: ModelCalls): ModelCalls {
  const underWay = new Map<string, Promise<TaskOutcome>>();
  return {
    call<Output extends Json>(call: ModelCall<Output>): Promise<TaskOutcome<Output>> {
      const { id } = call.task;
      const shared = underWay.get(id);
      // Whoever asks for the same task reads its answer in the same way.
      if (shared !== undefined) return shared as Promise<TaskOutcome<Output>>;
      const outcome = calls.call(call);
      underWay.set(id, outcome);
      void outcome.then(() => underWay.delete(id));
      return outcome;
    },
  };
}
