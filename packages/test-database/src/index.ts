export { openDatabase, type OpenDatabase } from './open-database.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
