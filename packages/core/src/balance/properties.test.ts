import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../domain/failure.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { Permit } from '../ports/balancer.ts';
import { anAccount, failure, setUpWith } from '../testing/balance/set-up-balancer.ts';
import { PROPERTY_RUNS } from '../testing/property-runs.ts';
import { scriptedProvider } from '../testing/scripted-provider.ts';
import { slidingVendor } from '../testing/windows/strict-vendors.ts';

const MINUTE_MS = 60_000;
const GUARD_MS = 250;
const LIMITS = { requestsPerMinute: 5, tokensPerMinute: 1_000, maxConcurrent: 3 };
const SIZES = { least: 1, most: 400 };
const KINDS: readonly FailureKind[] = [
  'server',
  'rate-limited',
  'overloaded',
  'quota-exhausted',
  'bad-request',
  'timeout',
];

/** What a call takes is what its request says, so that a test knows it. */
const provider = scriptedProvider({
  id: 'one',
  quota: {
    reserve: ({ maxOutputTokens = 0 }) => ({ inputTokens: 0, outputTokens: 0, tokens: maxOutputTokens }),
    settle: ({ outputTokens }) => ({ inputTokens: 0, outputTokens: 0, tokens: outputTokens }),
  },
});

type Step =
  | {
      readonly type: 'ask';
      readonly size: number;
      readonly tookShare: number;
      readonly priority: number;
      readonly path: number;
      readonly run: number;
    }
  | { readonly type: 'leave'; readonly which: number }
  | { readonly type: 'end'; readonly which: number }
  | { readonly type: 'cancel'; readonly which: number }
  | { readonly type: 'fail'; readonly which: number; readonly kind: FailureKind }
  | { readonly type: 'switch'; readonly account: number; readonly how: 'disable' | 'enable' | 'remove' | 'add' }
  | { readonly type: 'wait'; readonly ms: number };

const ask = fc.record({
  type: fc.constant('ask' as const),
  size: fc.integer({ min: SIZES.least, max: SIZES.most }),
  tookShare: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  priority: fc.constantFrom(0, 0, 0, 10),
  path: fc.constantFrom(0, 1_000, 5_000),
  run: fc.nat(2),
});
const leave = fc.record({ type: fc.constant('leave' as const), which: fc.nat() });
const end = fc.record({ type: fc.constant('end' as const), which: fc.nat() });
const cancel = fc.record({ type: fc.constant('cancel' as const), which: fc.nat() });
const fail = fc.record({ type: fc.constant('fail' as const), which: fc.nat(), kind: fc.constantFrom(...KINDS) });
const change = fc.record({
  type: fc.constant('switch' as const),
  account: fc.nat(2),
  how: fc.constantFrom('disable' as const, 'enable' as const, 'remove' as const, 'add' as const),
});
const wait = fc.record({ type: fc.constant('wait' as const), ms: fc.oneof(fc.nat(2_000), fc.nat(40_000)) });

interface Asked {
  readonly size: number;
  readonly controller: AbortController;
  outcome: 'waiting' | 'granted' | 'refused';
}

/** Three accounts alike, with vendors that count what arrives; what is under way, and what became of everyone. */
function createScene() {
  const accounts = [{ limits: LIMITS }, { limits: LIMITS }, { limits: LIMITS }];
  const { clock, balancer } = setUpWith({ providers: [provider], limitGuardMs: GUARD_MS }, ...accounts);
  const vendors = new Map(
    ['a0', 'a1', 'a2'].map((id) => [
      id,
      { requests: slidingVendor(5, MINUTE_MS), tokens: slidingVendor(1_000, MINUTE_MS), underWay: 0 },
    ]),
  );
  const asked: Asked[] = [];
  const open: { readonly permit: Permit; readonly took: number }[] = [];
  let travels = 0;

  function start(request: Extract<Step, { type: 'ask' }>): void {
    const { size, tookShare, priority, path, run } = request;
    const took = Math.round(size * tookShare);
    const one: Asked = { size, controller: new AbortController(), outcome: 'waiting' };
    asked.push(one);
    balancer
      .acquire(
        {
          targets: [{ provider: 'one', model: 'm' }],
          estimate: { inputTokens: 0, maxOutputTokens: size },
          route: 'any',
          runId: `run-${run}`,
          priority,
          remainingPathMs: path,
        },
        one.controller.signal,
      )
      .then(
        async (permit) => {
          expect(one.outcome).toBe('waiting');
          one.outcome = 'granted';
          await permit.start();
          open.push({ permit, took });
          arrive(permit, took);
        },
        () => (one.outcome = 'refused'),
      );
  }

  /** Some are on their way for longer than others. */
  function arrive(permit: Permit, took: number): void {
    const vendor = vendors.get(permit.account.id)!;
    vendor.underWay += 1;
    expect(vendor.underWay).toBeLessThanOrEqual(LIMITS.maxConcurrent);
    const ms = ((travels += 1) * 97) % GUARD_MS;
    clock.setTimer(() => {
      expect(vendor.requests.arrives(1, clock.now())).toBe(true);
      expect(vendor.tokens.arrives(took, clock.now())).toBe(true);
    }, ms);
  }

  function finish(which: number, how: (permit: Permit, took: number) => void): void {
    if (open.length === 0) return;
    const [{ permit, took }] = open.splice(which % open.length, 1) as [(typeof open)[number]];
    vendors.get(permit.account.id)!.underWay -= 1;
    how(permit, took);
    // Whatever is said later does nothing.
    permit.cancel();
  }

  const isWaiting = ({ outcome }: Asked): boolean => outcome === 'waiting';
  return { clock, balancer, asked, open, start, finish, waiting: () => asked.filter(isWaiting) };
}

type Scene = ReturnType<typeof createScene>;

async function take(step: Step, scene: Scene): Promise<void> {
  const { clock, balancer } = scene;
  const waiting = scene.waiting();
  if (step.type === 'ask') scene.start(step);
  else if (step.type === 'leave') waiting[step.which % waiting.length]?.controller.abort();
  else if (step.type === 'end') {
    scene.finish(step.which, (permit, took) => permit.settle({ ...NO_USAGE, outputTokens: took }, []));
  } else if (step.type === 'cancel') scene.finish(step.which, (permit) => permit.cancel());
  else if (step.type === 'fail') scene.finish(step.which, (permit) => permit.fail(failure(step.kind)));
  else if (step.type === 'switch') {
    const id = `a${step.account}`;
    if (step.how === 'add') balancer.add(anAccount(id, { limits: LIMITS }));
    else if (step.how === 'remove') balancer.remove(id);
    else balancer.setDisabled(id, step.how === 'disable');
  }
  await clock.advance(step.type === 'wait' ? step.ms : 0);
}

/** A call that a vendor refused has taken nothing there, so what it said is not of a call that it let in. */
function isHonest(step: Step): boolean {
  return step.type !== 'fail' || step.kind !== 'rate-limited';
}

describe('whatever comes, the balancer', () => {
  it('is over no limit in any window, doubles or loses no permit, and serves or refuses everyone', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: ask },
      { weight: 1, arbitrary: leave },
      { weight: 4, arbitrary: end },
      { weight: 1, arbitrary: cancel },
      { weight: 2, arbitrary: fail.filter(isHonest) },
      { weight: 1, arbitrary: change },
      { weight: 2, arbitrary: wait },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        const scene = createScene();
        const { balancer, clock } = scene;
        for (const each of steps) {
          await take(each, scene);
          const { waiting, inFlight, accounts } = balancer.status();
          expect(waiting).toBe(scene.waiting().length);
          expect(inFlight).toBe(scene.open.length);
          for (const { limits } of accounts) {
            for (const { used, limit } of limits) expect(used).toBeLessThanOrEqual(limit);
          }
        }
        // In the end all accounts are there, all calls end, and everyone who still waits has a turn.
        for (const account of [0, 1, 2]) await take({ type: 'switch', account, how: 'add' }, scene);
        for (let round = 0; scene.waiting().length > 0 && round < 500; round += 1) {
          while (scene.open.length > 0) await take({ type: 'end', which: 0 }, scene);
          await clock.advance(MINUTE_MS);
        }
        expect(scene.waiting()).toEqual([]);
        while (scene.open.length > 0) await take({ type: 'end', which: 0 }, scene);
        expect(balancer.status()).toMatchObject({ waiting: 0, inFlight: 0 });
        await clock.advance(MINUTE_MS);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('leaves no account idle while a task that it may take waits, unless a larger one has claimed the room', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: ask },
      { weight: 1, arbitrary: leave },
      { weight: 4, arbitrary: end },
      { weight: 2, arbitrary: wait },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), fc.boolean(), async (steps, isOfOneSize) => {
        const scene = createScene();
        for (const each of steps) {
          await take(each.type === 'ask' && isOfOneSize ? { ...each, size: 150 } : each, scene);
          const idle = scene.waiting().filter(({ size }) => hasRoomFor(size, scene));
          const largestIdle = Math.max(0, ...idle.map(({ size }) => size));
          const hasClaimant = scene.waiting().some(({ size }) => size > largestIdle && !hasRoomFor(size, scene));
          expect(idle.length === 0 || (!isOfOneSize && hasClaimant)).toBe(true);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('serves who came first within a bounded number of calls, whoever else comes', async () => {
    const late = fc.record({ size: fc.integer({ min: 1, max: 300 }), priority: fc.nat(20), path: fc.nat(9_000) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(late, { minLength: 30, maxLength: 60, size: 'max' }),
        fc.nat(400),
        async (others, size) => {
          const scene = createScene();
          const first = { type: 'ask' as const, size: Math.max(1, size), tookShare: 1, priority: 0, path: 0, run: 0 };
          for (let index = 0; index < 20; index += 1) scene.start({ ...first, size: 150, run: 1 });
          await take(first, scene);
          const patient = scene.asked.at(-1)!;
          for (const other of others) {
            for (let more = 0; more < 3; more += 1) scene.start({ type: 'ask', tookShare: 1, run: 2, ...other });
            while (scene.open.length > 0) await take({ type: 'end', which: 0 }, scene);
            await scene.clock.advance(MINUTE_MS);
          }
          expect(patient.outcome).toBe('granted');
        },
      ),
      { numRuns: Math.ceil(PROPERTY_RUNS / 4) },
    );
  });
});

function hasRoomFor(size: number, { balancer }: Scene): boolean {
  return balancer.status().accounts.some(({ family, limits }) => {
    if (family !== 'm') return false;
    const free = Object.fromEntries(limits.map((limit) => [limit.name, limit.free]));
    return free['requestsPerMinute']! >= 1 && free['tokensPerMinute']! >= size && free['maxConcurrent']! >= 1;
  });
}
