import { describe, expect, it, vi } from 'vitest';
import { createManualClock } from '../src/testing/index.ts';
import { orchestrate, type OrchestrateOptions } from './support/orchestrate.ts';

const ASK = { messages: [{ role: 'user' as const, content: 'Hello?' }], maxOutputTokens: 10 };
const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };
const HANGING = 40;

type Accounts = NonNullable<OrchestrateOptions['accounts']>;

/** Every call takes a second, but for one that hangs until it is aborted. */
function setUp(hedge: { maxExtraCost: number } | undefined, accounts: Accounts = [{ id: 'a' }, { id: 'b' }]) {
  const clock = createManualClock();
  const aborted: number[] = [];
  const { orchestrator, provider } = orchestrate({
    clock,
    price,
    accounts,
    ...(hedge && { hedge }),
    answer: ({ context, index }) =>
      new Promise((resolve, reject) => {
        if (index !== HANGING) clock.setTimer(() => resolve(`answer ${index}`), 1_000);
        context.signal.addEventListener('abort', () => {
          aborted.push(index);
          reject(new Error('closed'));
        });
      }),
  });

  /** @returns what was answered within ten seconds */
  async function ask(count: number) {
    const answers: string[] = [];
    const before = provider.calls.length;
    for (let index = 0; index < count; index += 1) {
      // Those that hang are rejected when it is closed.
      orchestrator.generate(ASK).then(
        ({ text }) => answers.push(text),
        () => {},
      );
    }
    // The worker starts with the first call, in real time.
    await vi.waitFor(() => expect(provider.calls.length).toBeGreaterThan(before));
    await clock.advance(10_000);
    return answers;
  }
  return { orchestrator, provider, ask, aborted };
}

describe('a call that takes much longer than its like', () => {
  it('is sent a second time to another account, and the answer that comes first counts', async () => {
    const { ask, provider, aborted, orchestrator } = setUp({ maxExtraCost: 0.2 });
    expect(await ask(HANGING)).toHaveLength(HANGING);
    expect(await ask(1)).toEqual([`answer ${HANGING + 1}`]);
    const keys = provider.calls.slice(HANGING).map(({ context }) => context.apiKey);
    expect(provider.calls).toHaveLength(HANGING + 2);
    expect(new Set(keys).size).toBe(2);
    expect(aborted).toContain(HANGING);
    expect(orchestrator.accounts.status()).toMatchObject({ waiting: 0, inFlight: 0 });
    await orchestrator.close();
  });

  it('is waited for when that would cost more than was stated, and when nobody asked for it', async () => {
    for (const hedge of [{ maxExtraCost: 0.001 }, undefined]) {
      const { ask, provider, orchestrator } = setUp(hedge);
      await ask(HANGING);
      expect(await ask(1)).toEqual([]);
      expect(provider.calls).toHaveLength(HANGING + 1);
      await orchestrator.close();
    }
  });

  it('is waited for while all accounts are taken by others', async () => {
    const limits = { maxConcurrent: 1 };
    const { ask, provider, orchestrator } = setUp({ maxExtraCost: 0.5 }, [
      { id: 'a', limits },
      { id: 'b', limits },
    ]);
    for (let asked = 0; asked < HANGING; asked += 10) await ask(10);
    // One hangs, and one after the other takes the other account.
    expect(await ask(30)).toHaveLength(10);
    expect(provider.calls).toHaveLength(HANGING + 1 + 11);
    await orchestrator.close();
  });
});
