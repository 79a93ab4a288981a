import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../testing/new-folder.ts';
import { checkVersion, migrate } from './migrate.ts';

const folder = newFolder();

/** Makes the tables from another connection as soon as the first statement is done. */
function overtaken(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  const prepare = database.prepare.bind(database);
  database.prepare = (sql) => {
    const statement = prepare(sql);
    const get = statement.get.bind(statement);
    statement.get = () => {
      const row = get();
      makeTables(path);
      return row;
    };
    return statement;
  };
  return database;
}

function makeTables(path: string): void {
  const other = new DatabaseSync(path);
  migrate(other, path);
  other.close();
}

describe('the version of a file', () => {
  it('is of one moment: a file that another process makes meanwhile is not taken for that of another program', () => {
    const path = `${folder}/overtaken.db`;
    const database = overtaken(path);
    expect(checkVersion(database, path)).toBe(0);
    expect(checkVersion(database, path)).toBeGreaterThan(0);
    database.close();
  });
});
