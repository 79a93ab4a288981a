import type { Clock } from '@manyhands/core';
import type {
  BatchPayload,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  PartitionAssigner,
} from '../client/kafka-client.ts';
import { runConsumer, type RunningConsumer } from '../client/run-consumer.ts';
import { assignAll } from './assign-all.ts';
import { createCommits } from './commits.ts';
import type { GroupOwnership } from './group-ownership.ts';
import { encodeState, fromKey, toKey, type MemberState, type PartitionKey } from './member-state.ts';
import type { Progress } from './progress.ts';
import { readAssembly, readProgress, type Assembly } from './read-assembly.ts';
import type { TaskDesk } from './task-desk.ts';

export interface WorkerGroupOptions {
  readonly client: KafkaClient;
  readonly admin: KafkaAdmin;
  readonly groupId: string;
  readonly clock: Clock;
  readonly worker: string;
  readonly sessionTimeoutMs: number;
  /** Partitions of each topic. */
  readonly topics: ReadonlyMap<string, number>;
  /** Routes by topic. */
  readonly routes: ReadonlyMap<string, string>;
  /** All that other workers have said so far is heard. */
  caughtUp(): Promise<void>;
  readonly ownership: Pick<GroupOwnership, 'state' | 'assemble'>;
  readonly desk: Pick<TaskDesk, 'take' | 'freeze' | 'assign' | 'wake' | 'progress' | 'nextOffset' | 'state'>;
}

/** This worker's membership in the group of all workers. */
export interface WorkerGroup {
  /** Resolves with the first assignment. */
  start(): Promise<void>;
  isMember(): boolean;
  onProgress(key: PartitionKey): void;
  setPaused(key: PartitionKey, isPaused: boolean): void;
  /** Its partitions go to others, while it ends what it has. Resolves when they have, or when no answer can be hoped for. */
  standBack(): Promise<void>;
  /** Commits what is done, and leaves. */
  leave(): Promise<void>;
}

/** The broker has heard of us before we know it has: well before it gives us up, we do. */
const SAFE_PART = 0.7;
const LOOK_AGAIN_MS = 50;
/** After so long a batch gives way to heartbeats, and comes again. */
const MAX_BATCH_WAIT_MS = 1_000;

export function createWorkerGroup(options: WorkerGroupOptions): WorkerGroup {
  const { desk, clock, worker, groupId } = options;
  let running: RunningConsumer | undefined;
  let consumer: KafkaConsumer | undefined;
  let commit: BatchPayload['commitOffsetsIfNecessary'] | undefined;
  let epoch = 0;
  let weight = 1;
  let safeUntil = 0;
  let isRejoining = false;
  let assemblies = 0;
  let assembled = Promise.withResolvers<void>();
  let isAssembled = false;
  const started = assembled.promise;
  const stoodBack = Promise.withResolvers<void>();

  const commits = createCommits({
    clock,
    progress: desk.progress,
    async commit(offsets) {
      if (!isAssembled || commit === undefined) throw new Error('The group assembles.');
      await commit(offsets);
    },
  });

  function state(): MemberState {
    return {
      worker,
      epoch,
      weight,
      topics: Object.fromEntries(options.topics),
      routes: Object.fromEntries(options.routes),
      ...desk.state(),
      ...options.ownership.state(),
    };
  }

  /** Asked before every join: from here on nothing starts until all have said what they have. */
  function assemble(): MemberState {
    if (isAssembled) assembled = Promise.withResolvers<void>();
    isAssembled = false;
    isRejoining = false;
    assemblies += 1;
    desk.freeze();
    return state();
  }

  const createAssigner = (): PartitionAssigner => ({
    name: 'manyhands',
    version: 1,
    protocol: () => ({ name: 'manyhands', metadata: encodeState(assemble()) }),
    assign: async ({ members }) => assignAll(members),
  });

  async function takeAssignment(joined: KafkaConsumer, memberId: string): Promise<void> {
    beat();
    const mine = assemblies;
    const assembly = await describe(joined, memberId);
    const fresh = assembly.partitions.filter((key) => desk.progress(key) === undefined);
    const known = await readProgress(fresh, assembly, options);
    // Who has left said before what it had ended.
    await options.caughtUp();
    // The group assembles anew: another assignment follows.
    if (mine !== assemblies) return;
    consumer = joined;
    epoch = assembly.epoch;
    options.ownership.assemble(assembly.owners, assembly.states, epoch);
    desk.assign(toPartitions(assembly, known), assembly.claims);
    for (const key of assembly.partitions) skipTaken(joined, key);
    isAssembled = true;
    assembled.resolve();
    if (assembly.states.some((said) => said.worker === worker && said.weight === 0)) stoodBack.resolve();
  }

  /** Kept ones go on as they are: what is given for them is not looked at. */
  function toPartitions({ partitions }: Assembly, known: ReadonlyMap<PartitionKey, Progress>) {
    return new Map(partitions.map((key) => [key, known.get(key) ?? desk.progress(key)!]));
  }

  /** What was taken already is not fetched again. */
  function skipTaken(joined: KafkaConsumer, key: PartitionKey): void {
    const offset = desk.nextOffset(key);
    if (offset > 0) joined.seek({ ...fromKey(key), offset: String(offset) });
  }

  async function describe(joined: KafkaConsumer, memberId: string): Promise<Assembly> {
    for (let tries = 0; tries < 20; tries += 1) {
      const described = await joined.describeGroup().catch(() => undefined);
      const assembly = described && readAssembly(described, memberId);
      if (assembly !== undefined) return assembly;
      await new Promise<void>((resolve) => void clock.setTimer(resolve, LOOK_AGAIN_MS));
    }
    throw new Error('The group did not become stable.');
  }

  async function eachBatch({ batch, commitOffsetsIfNecessary }: BatchPayload, from: KafkaConsumer): Promise<void> {
    commit = commitOffsetsIfNecessary;
    if (!(await isReady())) {
      from.seek({ topic: batch.topic, partition: batch.partition, offset: batch.messages[0]!.offset });
      return;
    }
    desk.take(toKey(batch.topic, batch.partition), batch.messages);
  }

  async function isReady(): Promise<boolean> {
    if (isAssembled) return true;
    const late = Promise.withResolvers<void>();
    const clear = clock.setTimer(late.resolve, MAX_BATCH_WAIT_MS);
    await Promise.race([assembled.promise, late.promise]);
    clear();
    return isAssembled;
  }

  function beat(): void {
    const wasMember = isMember();
    safeUntil = clock.now() + options.sessionTimeoutMs * SAFE_PART;
    if (!wasMember) desk.wake();
  }

  function isMember(): boolean {
    return clock.now() < safeUntil;
  }

  return {
    isMember,
    onProgress: commits.touch,
    async start() {
      running = await runConsumer({
        client: options.client,
        topics: [...options.topics.keys()],
        options: { groupId, partitionAssigners: [createAssigner], sessionTimeout: options.sessionTimeoutMs },
        onJoin: (joined, memberId) => void takeAssignment(joined, memberId).catch(() => rejoin()),
        onHeartbeat: beat,
        onFetch() {
          if (isRejoining) throw Object.assign(new Error('It joins again.'), { type: 'REBALANCE_IN_PROGRESS' });
        },
        eachBatch,
      });
      await started;
    },
    setPaused(key, isPaused) {
      const { topic, partition } = fromKey(key);
      consumer?.[isPaused ? 'pause' : 'resume']([{ topic, partitions: [partition] }]);
    },
    standBack() {
      weight = 0;
      rejoin();
      // Who left before would take with it what it has done since it committed.
      const clear = clock.setTimer(stoodBack.resolve, options.sessionTimeoutMs * 2);
      return stoodBack.promise.finally(clear);
    },
    async leave() {
      await commits.flush();
      commits.stop();
      await running?.stop();
    },
  };

  function rejoin(): void {
    isRejoining = true;
  }
}
