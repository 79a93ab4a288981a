import { randomBytes } from 'node:crypto';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../domain/secret.ts';
import { open, seal } from './seal.ts';

const key = { id: 'one', key: randomBytes(32) };
const ann = { id: 'ann', provider: 'openai' };

describe('a sealed key', () => {
  it('opens to what was sealed, whatever it is', () => {
    assert(
      property(string({ unit: 'binary' }), string(), (text, id) => {
        const of = { ...ann, id };
        // UTF-8 has no half characters.
        expect(open(seal(new Secret(text), of, key), of, key).reveal()).toBe(text.toWellFormed());
      }),
    );
  });

  it('opens for the account, provider and server it was sealed for, and no other', () => {
    const sealed = seal(new Secret('sk-ann'), { ...ann, baseUrl: 'https://a.example' }, key);
    const others = [ann, { ...ann, id: 'bob', baseUrl: 'https://a.example' }, { ...ann, baseUrl: 'https://b.example' }];
    for (const other of [...others, { ...ann, provider: 'qwen', baseUrl: 'https://a.example' }]) {
      expect(() => open(sealed, other, key)).toThrow(expect.objectContaining({ code: 'MANYHANDS_ACCOUNT_SEALED' }));
    }
  });

  it('opens with no other key, and not when one bit of it is another', () => {
    const sealed = seal(new Secret('sk-ann'), ann, key);
    const bytes = Buffer.from(sealed.box, 'base64');
    const sealedError = expect.objectContaining({ code: 'MANYHANDS_ACCOUNT_SEALED' });
    expect(() => open(sealed, ann, { ...key, key: randomBytes(32) })).toThrow(sealedError);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => open({ ...sealed, box: changed.toString('base64') }, ann, key)).toThrow(sealedError);
    }
    for (const box of [
      '',
      'AAAA',
      bytes.subarray(0, -1).toString('base64'),
      bytes.subarray(0, 20).toString('base64'),
    ]) {
      expect(() => open({ ...sealed, box }, ann, key)).toThrow(sealedError);
    }
  });

  it('is another each time, and holds nothing of the key', () => {
    const boxes = Array.from({ length: 50 }, () => seal(new Secret('sk-ann-sk-ann-sk-ann'), ann, key).box);
    expect(new Set(boxes).size).toBe(50);
    for (const box of boxes) expect(Buffer.from(box, 'base64').toString('latin1')).not.toContain('sk-ann');
  });
});
