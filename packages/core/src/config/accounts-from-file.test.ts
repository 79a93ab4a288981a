import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountsFromFile } from './accounts-from-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'manyhands-accounts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(text: string): string {
  const path = join(folder, 'accounts.json');
  writeFileSync(path, text);
  return path;
}

describe('accountsFromFile', () => {
  it('reads accounts as they would be given in code, and hides their keys', () => {
    const given = {
      id: 'a',
      provider: 'openai',
      apiKey: 'sk-secret',
      owner: 'ann@example.org',
      limits: { maxConcurrent: 2 },
    };
    const accounts = accountsFromFile(write(JSON.stringify([given])));
    expect(accounts).toMatchObject([{ id: 'a', owner: 'ann@example.org', limits: { maxConcurrent: 2 } }]);
    expect(JSON.stringify(accounts)).not.toContain('sk-secret');
  });

  it.each([
    ['no JSON', '[{ "apiKey": sk-secret }]', 'MANYHANDS_ACCOUNTS_FILE', 'accounts'],
    ['no array', '{ "apiKey": "sk-secret" }', 'MANYHANDS_BAD_OPTION', 'accounts'],
    ['no account', '[{ "id": 1, "provider": "p", "apiKey": "sk-secret" }]', 'MANYHANDS_BAD_OPTION', 'accounts[0].id'],
  ])('refuses %s, and shows nothing of it', (_, text, code, path) => {
    const read = () => accountsFromFile(write(text));
    expect(read).toThrow(expect.objectContaining({ code, path }));
    expect(read).not.toThrow(/secret/);
  });

  it('says when there is no file', () => {
    const read = () => accountsFromFile(join(folder, 'none.json'));
    expect(read).toThrow(expect.objectContaining({ code: 'MANYHANDS_ACCOUNTS_FILE' }));
  });
});
