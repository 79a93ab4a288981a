const PATIENCE_MS = 30_000;
const ASK_AGAIN_MS = 100;

/** Asks again while brokers say that they are not ready yet, as they do for a moment after a start or a change of leaders. */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + PATIENCE_MS;
  while (true) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = (error as { readonly retriable?: unknown }).retriable === true;
      if (!isPassing || performance.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
