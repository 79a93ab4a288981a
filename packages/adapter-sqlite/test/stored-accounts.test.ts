import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sealingKeyFromEnv, storedAccounts, type Account } from '@manyhands/core';
import { startProcess } from '@manyhands/test-database';
import { describe, expect, it } from 'vitest';
import { sqliteAccountStore } from '../src/index.ts';
import { newFolder } from '../src/testing/new-folder.ts';

const CHILD = new URL('./change-accounts.ts', import.meta.url);
const KEY = randomBytes(32).toString('base64');

function open(path: string, pollMs = 20) {
  return storedAccounts({
    store: sqliteAccountStore({ path }),
    sealingKey: sealingKeyFromEnv('KEY', { KEY }),
    pollMs,
    onProblem() {},
  });
}

/** What a process that follows the accounts has now. */
function aFollower() {
  const here = new Map<string, Account>();
  return {
    here,
    add: (account: Account) => void here.set(account.id, account),
    remove: (id: string) => void here.delete(id),
  };
}

function query(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

describe('accounts in a SQLite file', () => {
  const folder = newFolder();

  it('leave no key readable in the file or beside it', async () => {
    const path = `${folder}/sealed/accounts.db`;
    await using accounts = open(path);
    const keys = Array.from({ length: 20 }, (_, index) => `sk-very-secret-${index}`);
    await accounts.import(keys.map((apiKey, index) => ({ id: `a${index}`, provider: 'one', apiKey })));
    await accounts.rotate('a0', 'sk-very-secret-new');
    const files = readdirSync(`${folder}/sealed`);
    expect(files).toContain('accounts.db-wal');
    for (const name of files) {
      const text = readFileSync(`${folder}/sealed/${name}`, 'latin1');
      expect(text.includes('very-secret') || text.includes(KEY)).toBe(false);
    }
  });

  it('that another process changes change here, while this one runs', async () => {
    const path = `${folder}/followed.db`;
    await using accounts = open(path);
    const follower = aFollower();
    await accounts.follow(follower);
    const child = startProcess(CHILD, { path, key: KEY });
    await expect.poll(() => follower.here.get('a')?.apiKey.reveal()).toBe('sk-second');
    await expect.poll(() => [...follower.here.keys()]).toEqual(['a']);
    await child.ended();
    expect(child.lines).toEqual(['added a', 'added b', 'rotated a', 'removed b']);
  });

  it('are there when the process that changed them is killed', async () => {
    const path = `${folder}/killed.db`;
    const child = startProcess(CHILD, { path, key: KEY, count: 100_000 });
    await child.said(30);
    expect(await child.kill()).toBe(true);
    await using accounts = open(path);
    const follower = aFollower();
    await accounts.follow(follower);
    const ids = child.lines.map((line) => line.replace('added ', ''));
    expect([...follower.here.keys()]).toEqual(expect.arrayContaining(ids) as unknown);
    for (const id of ids) expect(follower.here.get(id)?.apiKey.reveal()).toBe(`sk-${id}`);
  });

  it('whose record somebody has changed in the file are left out: no key goes to another server or account', async () => {
    const path = `${folder}/tampered.db`;
    await using accounts = open(path);
    const provider = 'one';
    await accounts.import([
      { id: 'server', provider, apiKey: 'sk-1', baseUrl: 'https://good.example' },
      { id: 'swapped', provider, apiKey: 'sk-2' },
      { id: 'whole', provider, apiKey: 'sk-3' },
    ]);
    const follower = aFollower();
    await accounts.follow(follower);
    expect([...follower.here.keys()]).toEqual(['server', 'swapped', 'whole']);
    query(
      path,
      `UPDATE account_changes SET version = 100;
       UPDATE accounts SET version = 99, facts = replace(facts, 'good', 'evil') WHERE id = 'server';
       UPDATE accounts SET version = 100, sealed_key = (SELECT sealed_key FROM accounts WHERE id = 'whole') WHERE id = 'swapped'`,
    );
    await expect.poll(() => [...follower.here.keys()]).toEqual(['whole']);
  });
});
