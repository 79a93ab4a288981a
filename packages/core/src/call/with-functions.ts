import { FUNCTION_PROVIDER } from '../domain/app-function.ts';
import type { TaskMessage } from '../domain/message.ts';
import type { Transport } from '../ports/transport.ts';
import type { FunctionCalls } from './create-function-calls.ts';

/** The way to workers, but for function tasks: they stay in this process. */
export function withFunctions(transport: Transport, functions: FunctionCalls): Transport {
  const { held } = transport;
  return {
    name: transport.name,
    consume: (options) => transport.consume(options),
    report: (report) => transport.report(report),
    subscribe: (runId, onReport, options) => transport.subscribe(runId, onReport, options),
    ...(held && { held: (runId) => held.call(transport, runId) }),
    close: () => transport.close(),
    async publish(messages) {
      const away = messages.filter((message) => !isFunction(message));
      if (away.length > 0) await transport.publish(away);
      if (away.length < messages.length) for (const message of messages.filter(isFunction)) functions.start(message);
    },
    async control(message) {
      functions.cancel(message.taskIds);
      await transport.control(message);
    },
  };
}

function isFunction({ targets }: TaskMessage): boolean {
  return targets[0]?.provider === FUNCTION_PROVIDER;
}
