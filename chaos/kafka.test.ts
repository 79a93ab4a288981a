import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { KAFKA_FAULTS } from './kafka/faults.ts';
import { runUnder } from './kafka/run-under.ts';

const { isMissing, brokers } = await testBrokers();
const TASKS = 150;
/** Of all workers, when their calls are lost. */
const MAX_REPEATED = 18;
const { worker, driver, frozen, storm } = KAFKA_FAULTS;

describe.skipIf(isMissing)('a run over Kafka loses no task and counts none twice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([worker, driver, frozen, storm])('when $name', { timeout: 240_000 }, async (fault) => {
    const path = join(folder, `${crypto.randomUUID()}.db`);
    const { repeated, ...run } = await runUnder(fault, { kafka: { brokers, nodes: [] }, tasks: TASKS, path });
    expect(run).toEqual({ lost: 0, doneAgain: 0, refused: 0 });
    expect(repeated).toBeLessThanOrEqual(MAX_REPEATED);
  });
});
