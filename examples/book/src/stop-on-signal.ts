/** npm and the terminal may both pass one Ctrl-C on. */
const SAME_PRESS_MS = 500;

/** The first Ctrl-C ends the run with what there is; one that comes later ends the process. Returns how to stop listening. */
export function stopOnSignal(cancel: () => void): () => void {
  let stoppedAt: number | undefined;
  const onSignal = () => {
    if (stoppedAt === undefined) {
      stoppedAt = Date.now();
      cancel();
    } else if (Date.now() - stoppedAt > SAME_PRESS_MS) process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
