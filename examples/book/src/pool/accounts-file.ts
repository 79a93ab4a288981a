import { readFile } from 'node:fs/promises';
import type { AccountInput } from '@manyhands/core';
import { UsageError } from '../arguments.ts';

/**
 * Reads accounts from a JSON file: an array of `{ id, provider, apiKey, limits?, quotaGroup?, … }`. What is in them is
 * checked by the orchestrator. No part of the file is ever quoted in an error: it holds keys.
 *
 * @throws UsageError
 */
export async function readAccountsFile(path: string): Promise<AccountInput[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The accounts file ${path} cannot be read (${error.code ?? 'unknown reason'}).`);
  });
  const accounts = parse(text);
  if (Array.isArray(accounts) && accounts.length > 0) return accounts as AccountInput[];
  throw new UsageError(`The accounts file ${path} must be a JSON array of accounts: [{ "id", "provider", "apiKey" }].`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
