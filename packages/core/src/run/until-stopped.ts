/**
 * What the app's own code answers, for as long as the run goes on: code that never answers must not keep a run from its end.
 *
 * @throws the reason of `signal`, when it aborts first
 */
export function untilStopped<Value>(answer: Value | PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** What comes part by part, until the run is stopped. A source that is left is told so, and not waited for. */
export async function* eachUntilStopped<Value>(
  source: AsyncIterable<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilStopped(iterator.next(), signal);
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    iterator.return?.().catch(() => {});
  }
}

/** What the app's own code makes of a run: while it goes on, until it is stopped; of one that was stopped before, to its end. */
export function whileRunning<Value>(ask: () => Value | PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
  const answer = (async () => ask())();
  return signal.aborted ? answer : untilStopped(answer, signal);
}
