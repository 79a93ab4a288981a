import { createHash } from 'node:crypto';
import { sealingKeyError } from '../errors/account-error.ts';

/** A key that seals the keys of accounts: 32 bytes, for AES-256. */
export interface SealingKey {
  /** Kept beside what it has sealed, so that the right one can be asked for. Says nothing of the key. */
  readonly id: string;
  readonly key: Uint8Array;
}

/**
 * Gives the sealing key with this id; without an id, the one that seals from now on. Yours to write, e.g. over a KMS; what it
 * gives is kept in memory. Throws when it has no such key.
 *
 * @example
 * const findSealingKey = async (id = 'accounts-2026') => ({ id, key: await kms.decrypt(wrappedKeys[id]) });
 */
export type FindSealingKey = (id?: string) => SealingKey | Promise<SealingKey>;

const KEY_BYTES = 32;
const HOW_TO_MAKE_ONE = 'Make one with `openssl rand -base64 32`.';

/**
 * Sealing keys from the environment, in base64 or hex: `MANYHANDS_KEY` seals and opens, `MANYHANDS_KEY_2`, `MANYHANDS_KEY_3` …
 * only open. To change the key, move the old one to `MANYHANDS_KEY_2`, put a new one in its place, and call `reseal()` once;
 * then the old one can go.
 *
 * @param env Default: `process.env`.
 * @throws ManyhandsError `MANYHANDS_SEALING_KEY` on first use, when the variable is missing or holds no 32 bytes
 */
export function sealingKeyFromEnv(
  variable = 'MANYHANDS_KEY',
  env: Readonly<Record<string, string | undefined>> = process.env,
): FindSealingKey {
  return (id) => {
    const names = Object.keys(env).filter((name) => isNumbered(name, variable) && (env[name] ?? '').trim() !== '');
    if (id === undefined) return readKey(variable, env[variable]);
    const found = names.map((name) => readKey(name, env[name])).find((key) => key.id === id);
    if (found !== undefined) return found;
    throw sealingKeyError(`No variable ${variable}, ${variable}_2 … holds the sealing key "${id}".`);
  };
}

function isNumbered(name: string, variable: string): boolean {
  return name === variable || (name.startsWith(`${variable}_`) && /^\d+$/.test(name.slice(variable.length + 1)));
}

function readKey(name: string, value = ''): SealingKey {
  const text = value.trim();
  if (text === '') throw sealingKeyError(`${name} holds no sealing key. ${HOW_TO_MAKE_ONE}`);
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (key.length !== KEY_BYTES) {
    throw sealingKeyError(`${name} holds ${key.length} bytes instead of ${KEY_BYTES}. ${HOW_TO_MAKE_ONE}`);
  }
  return { id: toKeyId(key), key };
}

/** A key that was made at random cannot be found from it. */
function toKeyId(key: Uint8Array): string {
  return createHash('sha256').update('manyhands sealing key').update(key).digest('hex').slice(0, 12);
}

/** Asks for each key once, and not again until it could not be had. */
export function createKeyRing(findKey: FindSealingKey) {
  const known = new Map<string | undefined, Promise<SealingKey>>();

  async function find(id: string | undefined): Promise<SealingKey> {
    const found = await ask(id);
    const isUsable = typeof found?.id === 'string' && found.key instanceof Uint8Array && found.key.length === KEY_BYTES;
    if (!isUsable) throw sealingKeyError(`A sealing key is { id, key } with ${KEY_BYTES} bytes.`);
    if (id !== undefined && found.id !== id)
      throw sealingKeyError(`The sealing key "${id}" was asked for, another given.`);
    return found;
  }

  async function ask(id: string | undefined): Promise<SealingKey> {
    try {
      return await findKey(id);
    } catch (cause) {
      const which = id === undefined ? 'The sealing key' : `The sealing key "${id}"`;
      throw sealingKeyError(
        `${which} could not be had: ${cause instanceof Error ? cause.message : 'no reason given'}`,
        cause,
      );
    }
  }

  return (id?: string): Promise<SealingKey> => {
    const key = known.get(id) ?? find(id);
    known.set(id, key);
    key.catch(() => known.delete(id));
    return key;
  };
}
