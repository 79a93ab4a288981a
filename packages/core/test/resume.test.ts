import { describe, expect, it } from 'vitest';
import { memoryStore, type RunEvent } from '../src/index.ts';
import { mortalStore } from './support/mortal-store.ts';
import { GOAL, logOf, PIECES, runUndisturbed, settle, startProcess } from './support/whole-run.ts';

function endsOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'task:done' || event.type === 'task:failed' || event.type === 'task:skipped' ? [event.taskId] : [],
  );
}

/** What the run is about in the end: not when, by whom, or how often. */
function essence({
  status,
  output,
  coverage,
  missing,
  rounds,
}: {
  readonly status: string;
  readonly output: unknown;
  readonly coverage: unknown;
  readonly missing: unknown;
  readonly rounds: number;
}) {
  return { status, output, coverage, missing, rounds };
}

describe('a run whose process is killed', () => {
  it('is resumed from after any event, with the same result and no finished task called again', async () => {
    const undisturbed = await runUndisturbed();
    expect(undisturbed.result).toMatchObject({ status: 'done', rounds: 2, output: { total: 6, title: 'A title' } });

    for (let killedAfter = 1; killedAfter < undisturbed.events.length; killedAfter += 1) {
      const store = memoryStore();
      const mortal = mortalStore(store, killedAfter);
      const first = startProcess(mortal);
      const { id } = first.orchestrator.start(GOAL);
      await mortal.killed;
      const finished = new Set(endsOf(await logOf(store, id)));

      const second = startProcess(store);
      const run = await second.orchestrator.resume(id, GOAL);
      const called = new Set<string>();
      run.on('task:started', ({ taskId }) => called.add(taskId));
      const result = await run.result;

      expect(essence(result), `killed after event ${killedAfter}`).toEqual(essence(undisturbed.result));
      expect(called.isDisjointFrom(finished), `killed after event ${killedAfter}`).toBe(true);
      const events = await logOf(store, id);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const ends = endsOf(events);
      expect(new Set(ends).size, `killed after event ${killedAfter}`).toBe(ends.length);
      await second.orchestrator.close();
    }
  });
});

describe('a run that is resumed', () => {
  it('may be killed again and again', async () => {
    const store = memoryStore();
    let process = startProcess(mortalStore(store, 5));
    const { id } = process.orchestrator.start(GOAL);
    for (let lives = 1; lives <= 6; lives += 1) {
      await settle();
      const mortal = mortalStore(store, 7);
      process = startProcess(mortal);
      await process.orchestrator.resume(id, GOAL);
      await mortal.killed;
    }
    const { result } = await startProcess(store).orchestrator.resume(id, GOAL);
    expect(await result).toMatchObject({ status: 'done', output: { total: 6, title: 'A title' } });
  });

  it('says which calls were made again', async () => {
    const store = memoryStore();
    const { events } = await runUndisturbed();
    const mortal = mortalStore(store, events.findIndex(({ type }) => type === 'task:started') + 1);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;

    const run = await startProcess(store).orchestrator.resume(id, GOAL);
    expect(await run.result).toMatchObject({ status: 'done', repeatedCalls: 1 });
    const resumed = (await logOf(store, id)).find((event) => event.type === 'run:resumed');
    expect(resumed).toMatchObject({ repeated: ['clarify:1'] });
  });

  it('is only read when it has ended', async () => {
    const store = memoryStore();
    const { orchestrator } = startProcess(store);
    const first = orchestrator.start(GOAL);
    const result = await first.result;

    const later = startProcess(store);
    const run = await later.orchestrator.resume(first.id);
    expect(await run.result).toEqual(result);
    expect(await Array.fromAsync(run.events())).toEqual(await logOf(store, first.id));
    expect(later.provider.calls).toEqual([]);
  });

  it('stays cancelled when it was cancelled', async () => {
    const store = memoryStore();
    const first = startProcess(store, async () => new Promise<never>(() => {}));
    const run = first.orchestrator.start(GOAL);
    run.on('task:started', () => run.cancel());
    await run.result;
    const events = await logOf(store, run.id);
    const cut = memoryStore();
    await cut.append(run.id, events.slice(0, events.findIndex(({ type }) => type === 'run:cancelling') + 1));

    const later = startProcess(cut);
    const { result } = await later.orchestrator.resume(run.id, GOAL);
    expect(await result).toMatchObject({ status: 'cancelled' });
    expect(later.provider.calls).toEqual([]);
  });

  it('goes on with the input where it was left', async () => {
    const store = memoryStore();
    const mortal = mortalStore(store, 3);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;

    const { orchestrator } = startProcess(store);
    await expect(orchestrator.resume(id, { ...GOAL, input: undefined as never })).rejects.toMatchObject({
      code: 'MANYHANDS_RESUME_INCOMPLETE',
      path: 'resume.input',
    });
    const run = await orchestrator.resume(id, GOAL);
    await run.result;
    expect(run.snapshot().pieces.map(({ content }) => content)).toEqual(PIECES);
  });

  it('needs again what no log can hold, and says what', async () => {
    const store = memoryStore();
    const mortal = mortalStore(store, 12);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;

    const { orchestrator } = startProcess(store);
    const resume = orchestrator.resume(id, { criteria: ['It is good.'] });
    await expect(resume).rejects.toThrow(/check of the criterion "total".*give it again/);
    await expect(orchestrator.resume('run-none')).rejects.toMatchObject({ code: 'MANYHANDS_RUN_NOT_FOUND' });
    expect(await (await orchestrator.resume(id, GOAL)).result).toMatchObject({ status: 'done' });
  });

  it('is one of those that resumeAll resumes, and those that have ended are not', async () => {
    const store = memoryStore();
    await startProcess(store).orchestrator.start(GOAL).result;
    const mortal = mortalStore(store, 12);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;

    const runs = await startProcess(store).orchestrator.resumeAll(() => GOAL);
    expect(runs.map((run) => run.id)).toEqual([id]);
    expect(await runs[0]!.result).toMatchObject({ status: 'done' });
  });
});
