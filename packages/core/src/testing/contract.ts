/** One promise of a port, as a test of any runner: `for (const { name, run } of transportContract) it(name, () => run(create))`. */
export interface ContractCase<Subject> {
  readonly name: string;
  /** Rejects when the promise is broken. */
  run(create: () => Subject | Promise<Subject>): Promise<void>;
}

const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 5;

/** Waits for what happens in its own time: ports may be networks. @throws when it has not come true after 20 s */
export async function eventually(isTrue: () => boolean, what: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!isTrue()) {
    if (performance.now() > until) throw new Error(`It did not come true within ${PATIENCE_MS} ms that ${what}.`);
    await pause(LOOK_AGAIN_MS);
  }
}

/** Long enough for something that must not happen to show itself. */
export function aWhile(): Promise<void> {
  return pause(100);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
