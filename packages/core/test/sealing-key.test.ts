import { randomBytes } from 'node:crypto';
import { memoryAccountStore } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from '../src/accounts/sealing-key.ts';
import { sealingKeyFromEnv, storedAccounts, type SealingKey } from '../src/index.ts';

const [old, young] = [randomBytes(32), randomBytes(32)];

describe('sealing keys from the environment', () => {
  it('are 32 bytes in base64 or hex, and the same either way', async () => {
    const keys = ['base64', 'hex', 'base64url'] as const;
    const found = await Promise.all(
      keys.map(async (encoding) => sealingKeyFromEnv('KEY', { KEY: ` ${old.toString(encoding)}\n` })()),
    );
    for (const { id, key } of found) expect([id, Buffer.from(key).equals(old)]).toEqual([found[0]!.id, true]);
  });

  it('that are missing or too short are refused, and not shown', () => {
    const find = (KEY?: string) => () => sealingKeyFromEnv('KEY', { KEY })();
    for (const wrong of [undefined, '', 'sk-secret-password', randomBytes(16).toString('base64')]) {
      expect(find(wrong)).toThrow(expect.objectContaining({ code: 'MANYHANDS_SEALING_KEY' }));
      expect(find(wrong)).not.toThrow(/sk-secret/);
    }
  });

  it('can be changed: the former one opens until everything is sealed anew', async () => {
    const store = memoryAccountStore();
    const use = (env: Record<string, string>) => storedAccounts({ store, sealingKey: sealingKeyFromEnv('KEY', env) });
    const before = use({ KEY: old.toString('base64') });
    await before.import([
      { id: 'a', provider: 'one', apiKey: 'sk-a' },
      { id: 'b', provider: 'one', apiKey: 'sk-b' },
    ]);
    const between = use({ KEY: young.toString('base64'), KEY_2: old.toString('hex') });
    await between.rotate('b', 'sk-b-2');
    expect(await between.reseal()).toBe(1);
    expect(await between.reseal()).toBe(0);
    const keys: string[] = [];
    const after = use({ KEY: young.toString('base64') });
    await after.follow({ add: ({ apiKey }) => void keys.push(apiKey.reveal()), remove() {} });
    expect(keys).toEqual(['sk-a', 'sk-b-2']);
    await expect(before.follow({ add() {}, remove() {} })).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
  });
});

describe('sealing keys from a function of the app', () => {
  it('are asked for once each, however many accounts there are', async () => {
    const asked: (string | undefined)[] = [];
    const find = createKeyRing(async (id = 'newest') => {
      asked.push(id);
      return { id, key: old };
    });
    await Promise.all([find(), find(), find('a'), find('a')]);
    await find('a');
    expect(asked).toEqual(['newest', 'a']);
  });

  it('are asked for again when they could not be had', async () => {
    let isAway = true;
    const find = createKeyRing(() => {
      if (isAway) throw new Error('The KMS is away.');
      return { id: 'one', key: old };
    });
    await expect(find()).rejects.toMatchObject({
      code: 'MANYHANDS_SEALING_KEY',
      message: expect.stringContaining('away'),
    });
    isAway = false;
    await expect(find()).resolves.toMatchObject({ id: 'one' });
  });

  it.each<[string, unknown]>([
    ['another key', { id: 'other', key: old }],
    ['a short key', { id: 'one', key: old.subarray(1) }],
    ['no key', undefined],
  ])('are refused when %s is given', async (_, given) => {
    const find = createKeyRing(() => given as SealingKey);
    await expect(find('one')).rejects.toMatchObject({ code: 'MANYHANDS_SEALING_KEY' });
  });
});
