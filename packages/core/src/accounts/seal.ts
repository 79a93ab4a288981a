import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Account } from '../domain/account.ts';
import { Secret } from '../domain/secret.ts';
import { sealedError } from '../errors/account-error.ts';
import type { SealedKey } from '../ports/accounts.ts';
import type { SealingKey } from './sealing-key.ts';

/** What a sealed key belongs to. Who changes one of these in the store gets nothing that opens: no key goes to a wrong server. */
export type SealedFor = Pick<Account, 'id' | 'provider' | 'baseUrl'>;

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A box is initialisation vector, ciphertext and tag. */
export function seal(apiKey: Secret, of: SealedFor, { id, key }: SealingKey): SealedKey {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(toBytes(of));
  const sealed = [cipher.update(apiKey.reveal(), 'utf8'), cipher.final()];
  return { keyId: id, box: Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64') };
}

/** @throws ManyhandsError `MANYHANDS_ACCOUNT_SEALED` */
export function open({ keyId, box }: SealedKey, of: SealedFor, { key }: SealingKey): Secret {
  const bytes = Buffer.from(box, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(toBytes(of)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return new Secret(text);
  } catch {
    throw sealedError(of.id, keyId);
  }
}

function toBytes({ id, provider, baseUrl }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify(['manyhands account 1', id, provider, baseUrl ?? null]));
}
