import assert from 'node:assert/strict';
import type { LimitAsk } from '../../ports/limit-store.ts';
import { aCharge, aRule, createLimitClient, LEASE_MS, type Change } from './limit-client.ts';
import { createStrictCount } from './strict-count.ts';
import type { LimitStoreUnderTest } from '../limit-store-contract.ts';

const RULES = [
  aRule('requests', 'second', 3),
  aRule('requests', 'minute', 8),
  aRule('tokens', 'minute', 400),
  aRule('outputTokens', 'day', 2_000),
  { counts: 'calls', limit: 4 },
] as const;
const CLIENTS = ['one', 'two', 'three'];

/** What a client does in a step: how many it asks for, and what becomes of those it holds. */
interface Turn {
  readonly asks: readonly number[];
  readonly end: 'settle' | 'release' | 'keep' | undefined;
  readonly startAll: boolean;
}

/** Several clients at once, whatever they do: no rule is broken at any moment, and nobody waits for ever. */
export async function holdsWhateverComes(create: () => Promise<LimitStoreUnderTest>, runs: number): Promise<void> {
  const fc = await import('fast-check');
  const turn = fc.record({
    asks: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    end: fc.constantFrom('settle', 'release', 'keep', undefined),
    startAll: fc.boolean(),
  });
  const step = fc.record({ turns: fc.tuple(turn, turn, turn), ms: fc.oneof(fc.nat(2_000), fc.nat(LEASE_MS - 1)) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await play(await create(), steps);
    }),
    { numRuns: runs },
  );
}

async function play(
  underTest: LimitStoreUnderTest,
  steps: readonly { readonly turns: readonly Turn[]; readonly ms: number }[],
): Promise<void> {
  let now = 0;
  let nextId = 0;
  const count = createStrictCount(RULES, () => now);
  const clients = await Promise.all(
    CLIENTS.map(async (owner) => ({
      client: createLimitClient(await underTest.open(), owner, RULES),
      held: [] as LimitAsk[],
      started: [] as LimitAsk[],
    })),
  );
  type Player = (typeof clients)[number];

  /** In one exchange; what was granted is counted in the order in which the answers come. */
  async function take({ client, held, started }: Player, { asks, end, startAll }: Turn): Promise<void> {
    const changes: Change[] = [];
    for (const { id, charge } of end === undefined ? [] : started.splice(0)) {
      // What the vendor gave back it gave back before the store knows.
      if (end === 'settle') count.settled(id, { ...charge, tokens: charge.tokens / 2 });
      else if (end === 'keep') count.settled(id, charge);
      else count.released(id);
      const settle = { type: 'settle', id, charge: { ...charge, tokens: charge.tokens / 2 } } as const;
      changes.push(end === 'settle' ? settle : { type: end === 'keep' ? 'settle' : 'release', id });
    }
    const leaving = startAll ? held.splice(0) : [];
    changes.push(...leaving.map(({ id }) => ({ type: 'start', id }) as const));
    for (const { id } of leaving) count.started(id);
    started.push(...leaving);
    const wanted = asks.map((tokens) => ({ id: `${client.owner}-${(nextId += 1)}`, charge: aCharge(tokens) }));
    const answers = await client.reserveAll(wanted, changes);
    for (const [index, answer] of answers.entries()) {
      const ask = { ...wanted[index]!, group: '' };
      if (answer.type === 'later') continue;
      count.reserved(ask.id, ask.charge);
      held.push(ask);
    }
  }

  for (const { turns, ms } of steps) {
    await Promise.all(clients.map((player, index) => take(player, turns[index]!)));
    await underTest.advance(ms);
    now += ms;
  }

  for (const player of clients) await take(player, { asks: [], end: undefined, startAll: true });
  for (const player of clients) await take(player, { asks: [], end: 'keep', startAll: false });
  for (const { client } of clients) {
    for (let turn = 0, wait = 1; wait > 0; turn += 1) {
      assert.ok(turn < 50, `${client.owner} still waits after it was told ${turn} times when to ask again.`);
      const answer = await client.reserve(`last-${client.owner}`, aCharge(60));
      wait = answer === true ? 0 : answer;
      await underTest.advance(wait);
      now += wait;
    }
    count.reserved(`last-${client.owner}`, aCharge(60));
  }
}
