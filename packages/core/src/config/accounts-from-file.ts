import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { accountSchema, type AccountInput } from '../domain/account.ts';
import { ConfigError } from '../errors/config-error.ts';
import { toConfigError } from './to-config-error.ts';

/**
 * Accounts from a JSON file: an array of accounts, each as it would be given in code. Keep it where only its owner can read it.
 *
 * @throws ConfigError when the file cannot be read or holds something else; what is in it is not shown
 * @example
 * // accounts.json: [{ "id": "ann-openai", "provider": "openai", "apiKey": "…", "owner": "ann@example.org" }]
 * const accounts = accountsFromFile('accounts.json');
 */
export function accountsFromFile(path: string): AccountInput[] {
  const parsed = z.array(accountSchema).safeParse(readJson(path));
  if (!parsed.success) throw toConfigError(parsed.error, 'accounts');
  return parsed.data;
}

function readJson(path: string): unknown {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${path} cannot be read.`, { code: 'MANYHANDS_ACCOUNTS_FILE', path: 'accounts', cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The cause quotes the text, and with it perhaps a key.
    throw new ConfigError(`${path} is not JSON.`, { code: 'MANYHANDS_ACCOUNTS_FILE', path: 'accounts' });
  }
}
