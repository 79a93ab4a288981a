import { describe, expect, it } from 'vitest';
import { memoryStore } from '../src/index.ts';
import type { ScriptedCall } from '../src/testing/index.ts';
import { durableTransport } from './support/durable-transport.ts';
import { mortalStore } from './support/mortal-store.ts';
import { answerAtOnce, GOAL, logOf, runUndisturbed, settle, startProcess } from './support/whole-run.ts';

describe('one process drives a run', () => {
  it('another is told who does, and until when', async () => {
    const store = memoryStore();
    const mortal = mortalStore(store, 12);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;
    const lease = await store.lease(id, { owner: 'elsewhere/1/x', forMs: 60_000, from: 1 });

    const { orchestrator } = startProcess(store);
    await expect(orchestrator.resume(id, GOAL)).rejects.toMatchObject({
      code: 'MANYHANDS_RUN_LEASED',
      message: expect.stringContaining('elsewhere/1/x') as string,
    });
    expect(await orchestrator.resumeAll(() => GOAL)).toEqual([]);
    await store.release(lease);
    expect(await (await orchestrator.resume(id, GOAL)).result).toMatchObject({ status: 'done' });
  });

  it('one that was taken for dead and was not writes nothing more, and calls nobody', async () => {
    const store = memoryStore();
    const gate = Promise.withResolvers<void>();
    const slow = startProcess(store, async (call) => {
      await gate.promise;
      return answerAtOnce(call);
    });
    const run = slow.orchestrator.start(GOAL);
    await new Promise<void>((resolve) => void run.on('task:started', () => resolve()));

    const { result } = await startProcess(store).orchestrator.resume(run.id, GOAL);
    expect(await result).toMatchObject({ status: 'done' });
    const { length } = await logOf(store, run.id);
    gate.resolve();
    await expect(run.result).rejects.toMatchObject({ code: 'MANYHANDS_STORE_FENCED' });
    expect(await logOf(store, run.id)).toHaveLength(length);
    expect(slow.provider.calls).toHaveLength(1);
  });
});

describe('a run whose transport outlives its driver', () => {
  it.each([
    { name: 'before', isSlow: false },
    { name: 'after', isSlow: true },
  ])('makes no call twice that is answered $name it is resumed', async ({ isSlow }) => {
    const { events, calls } = await runUndisturbed();
    for (let killedAfter = 2; killedAfter < events.length; killedAfter += 1) {
      const store = memoryStore();
      const transport = durableTransport();
      const mortal = mortalStore(store, killedAfter);
      const isResumed = Promise.withResolvers<void>();
      let isKilled = false;
      void mortal.killed.then(() => (isKilled = true));
      const answer = async (call: ScriptedCall) => {
        await settle();
        if (isSlow && isKilled) await isResumed.promise;
        return answerAtOnce(call);
      };
      const worker = startProcess(memoryStore(), answer, transport);
      const first = startProcess(mortal, answerAtOnce, transport, false);
      await worker.orchestrator.generate({ messages: [{ role: 'user', content: 'Wake up.' }] });
      const { id } = first.orchestrator.start(GOAL);
      await mortal.killed;
      await settle();

      const second = startProcess(store, answerAtOnce, transport, false);
      const { result } = await second.orchestrator.resume(id, GOAL);
      await settle();
      isResumed.resolve();
      expect(await result, `killed after event ${killedAfter}`).toMatchObject({ status: 'done', repeatedCalls: 0 });
      // And the one that woke the worker.
      expect(worker.provider.calls, `killed after event ${killedAfter}`).toHaveLength(calls + 1);
      expect(first.provider.calls.length + second.provider.calls.length).toBe(0);
    }
  });
});
