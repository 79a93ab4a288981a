import { describe, expect, it } from 'vitest';
import { exportRun, importRun, memoryStore } from '../src/index.ts';
import { mortalStore } from './support/mortal-store.ts';
import { GOAL, logOf, startProcess } from './support/whole-run.ts';

async function aRecordedRun() {
  const store = memoryStore();
  const { orchestrator } = startProcess(store);
  const run = orchestrator.start(GOAL);
  return { store, id: run.id, result: await run.result };
}

describe('a replay', () => {
  it('goes the same way to the same result, calls no model and writes nothing', async () => {
    const { store, id, result } = await aRecordedRun();
    const before = await logOf(store, id);
    const { orchestrator, provider } = startProcess(store);

    const run = await orchestrator.replay(id, GOAL);
    const { status, output, coverage, missing, rounds, usage, cost, calls } = result;
    expect(await run.result).toMatchObject({ status, output, coverage, missing, rounds, usage, cost, calls });
    expect(Object.keys(run.snapshot().tasks)).toEqual(
      expect.arrayContaining(before.flatMap((event) => (event.type === 'task:added' ? [event.task.id] : []))),
    );
    expect(provider.calls).toEqual([]);
    expect(await logOf(store, id)).toEqual(before);
  });

  it('takes what the app gives now, so that a merge can be tried on real answers', async () => {
    const { store, id } = await aRecordedRun();
    const { orchestrator } = startProcess(store);
    const given = { ...GOAL, merge: () => 'another', criteria: [{ id: 'total', text: 'Any.', check: () => true }] };
    const { result } = await orchestrator.replay(id, given);
    expect(await result).toMatchObject({ status: 'done', output: 'another' });
  });

  it('of a run that was cut off says what was not recorded', async () => {
    const store = memoryStore();
    const mortal = mortalStore(store, 20);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;
    const { result } = await startProcess(store).orchestrator.replay(id, GOAL);
    expect(await result).toMatchObject({ status: 'failed', failure: { code: 'MANYHANDS_PLANNER_FAILED' } });
    expect((await result).failure?.message).toContain('has no task');
  });
});

describe('a run as a file', () => {
  it('is the same run in another store, after a round trip through JSON', async () => {
    const { store, id, result } = await aRecordedRun();
    const file: unknown = JSON.parse(JSON.stringify(await exportRun(id, store)));
    const other = memoryStore();
    expect(await importRun(file, other)).toBe(id);
    expect(await logOf(other, id)).toEqual(await logOf(store, id));
    const run = await startProcess(other).orchestrator.resume(id);
    expect(await run.result).toEqual(result);
  });

  it('goes on where it was exported', async () => {
    const store = memoryStore();
    const mortal = mortalStore(store, 20);
    const { id } = startProcess(mortal).orchestrator.start(GOAL);
    await mortal.killed;
    const other = memoryStore();
    await importRun(await exportRun(id, store), other);
    const { result } = await startProcess(other).orchestrator.resume(id, GOAL);
    expect(await result).toMatchObject({ status: 'done', output: { total: 6, title: 'A title' } });
  });

  it('is refused whole when it is none, newer, with a gap, or there already', async () => {
    const { store, id } = await aRecordedRun();
    const file = await exportRun(id, store);
    const bad = { code: 'MANYHANDS_BAD_RUN_FILE' };
    const other = memoryStore();
    await expect(importRun({ some: 'thing' }, other)).rejects.toMatchObject(bad);
    await expect(importRun({ ...file, version: 2 }, other)).rejects.toThrow('update @manyhands/core');
    await expect(importRun({ ...file, events: file.events.toSpliced(3, 1) }, other)).rejects.toMatchObject(bad);
    expect(await other.list()).toEqual([]);
    await expect(importRun(file, store)).rejects.toMatchObject({ code: 'MANYHANDS_RUN_EXISTS' });
    await expect(exportRun('run-none', store)).rejects.toMatchObject({ code: 'MANYHANDS_RUN_NOT_FOUND' });
  });
});
