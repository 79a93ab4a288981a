import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../domain/usage.ts';
import { failure, MINUTE_MS, setUp, type SetUpAccount } from '../testing/balance/set-up-balancer.ts';

type Scene = ReturnType<typeof setUp>;

async function withOne(...accounts: SetUpAccount[]): Promise<Scene> {
  const scene = setUp(...accounts);
  scene.ask();
  await scene.clock.advance(0);
  return scene;
}

async function more(scene: Scene, count: number): Promise<number> {
  const before = scene.granted.length;
  for (let call = 0; call < count; call += 1) scene.ask();
  await scene.clock.advance(0);
  return scene.granted.length - before;
}

describe('a permit', () => {
  it('teaches how long calls are when it is settled', async () => {
    const scene = await withOne({ limits: { tokensPerMinute: 100_000 } });
    for (let call = 0; call < 8; call += 1) {
      scene.granted[call]!.settle({ ...NO_USAGE, inputTokens: 200, outputTokens: 10 }, []);
      await more(scene, 1);
    }
    const used = () => scene.balancer.status().accounts[0]!.limits[0]!.used;
    const before = used();
    await more(scene, 1);
    // Prompts turn out twice as long as estimated, and answers a tenth as long as they may be.
    expect(used() - before).toBe(210);
  });

  it('lets others take at once what the vendor says is there', async () => {
    const scene = await withOne({ limits: { requestsPerMinute: 1 } });
    expect(await more(scene, 5)).toBe(0);
    scene.granted[0]!.settle(NO_USAGE, [{ name: 'requestsPerMinute', limit: 4 }]);
    await scene.clock.advance(0);
    expect(scene.granted).toHaveLength(4);
  });

  it('lets others take at once what an error says is there', async () => {
    const scene = await withOne({ limits: { requestsPerMinute: 1 } });
    expect(await more(scene, 5)).toBe(0);
    scene.granted[0]!.fail(failure('bad-request', { limits: [{ name: 'requestsPerMinute', limit: 4 }] }));
    await scene.clock.advance(0);
    expect(scene.granted).toHaveLength(4);
  });

  it('keeps what a failed call may have taken, and gives back that of one which was refused', async () => {
    const usedAfter = async (kind: Parameters<typeof failure>[0]) => {
      const scene = await withOne({ limits: { requestsPerMinute: 2 } });
      scene.granted[0]!.fail(failure(kind));
      return scene.balancer.status().accounts[0]!.limits[0]!.used;
    };
    expect(await usedAfter('bad-request')).toBe(1);
    expect(await usedAfter('server')).toBe(1);
    expect(await usedAfter('rate-limited')).toBe(0);
    expect(await usedAfter('credential')).toBe(0);
  });

  it('does not take a limit that an error names for one that was hit, unless it was refused for it', async () => {
    const scene = await withOne({ limits: { requestsPerMinute: 50 } });
    await scene.clock.advance(2 * MINUTE_MS);
    scene.granted[0]!.fail(failure('server', { limits: [{ name: 'requestsPerMinute' }] }));
    expect(scene.balancer.status().accounts[0]!.limits[0]!.limit).toBe(50);
    const other = await withOne({ limits: { requestsPerMinute: 50 } });
    await other.clock.advance(2 * MINUTE_MS);
    other.granted[0]!.fail(failure('rate-limited', { limits: [{ name: 'requestsPerMinute' }] }));
    expect(other.balancer.status().accounts[0]!.limits[0]!.limit).toBe(25);
  });

  it('is over for its server when it is cancelled: a probe that never left lets another one go', async () => {
    const scene = await withOne({});
    await more(scene, 4);
    for (const permit of scene.granted) permit.fail(failure('server'));
    await scene.clock.advance(5_000);
    expect(await more(scene, 3)).toBe(1);
    scene.granted.at(-1)!.cancel();
    await scene.clock.advance(0);
    expect(scene.granted).toHaveLength(7);
  });

  it('lets more and more calls go to a model that was overloaded, with every answer', async () => {
    const scene = await withOne({});
    scene.granted[0]!.fail(failure('overloaded', { retryAfterMs: 1_000 }));
    await scene.clock.advance(1_000);
    expect(await more(scene, 20)).toBe(1);
    scene.granted[1]!.settle(NO_USAGE, []);
    await scene.clock.advance(0);
    expect(scene.granted).toHaveLength(4);
    for (const permit of scene.granted.slice(2)) permit.settle(NO_USAGE, []);
    await scene.clock.advance(0);
    expect(scene.granted.length).toBeGreaterThanOrEqual(12);
  });

  it('leaves at the pace of its account, and its limits count from then', async () => {
    const scene = await withOne({ limits: { requestsPerSecond: 1, maxConcurrent: 9 } });
    await scene.granted[0]!.start();
    await scene.clock.advance(1_000);
    await more(scene, 1);
    const started = scene.granted[1]!.start();
    await scene.clock.advance(500);
    await started;
    expect(await more(scene, 1)).toBe(0);
    await scene.clock.advance(500);
    expect(scene.granted).toHaveLength(3);
  });

  it('does not let a call leave whose task was given up meanwhile', async () => {
    const scene = setUp({});
    const controller = new AbortController();
    scene.ask({}, controller.signal);
    await scene.clock.advance(0);
    controller.abort();
    await expect(scene.granted[0]!.start()).rejects.toThrow(/abort/i);
  });
});
