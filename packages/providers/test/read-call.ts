import { ProviderError, type StreamPart } from '@manyhands/core';

/** All parts of a stream; those that came before it threw are in `into`. */
export async function collect(parts: AsyncIterable<StreamPart>, into: StreamPart[] = []): Promise<StreamPart[]> {
  for await (const part of parts) into.push(part);
  return into;
}

/** The error that the call throws, which has to be a `ProviderError`. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderError)) throw new Error('no ProviderError was thrown', { cause: error });
  return error;
}

export async function waitFor(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise<void>((resolve) => setImmediate(resolve));
}
