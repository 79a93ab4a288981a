export { limitsLeftBehind, type LimitTables } from './limits-left-behind.ts';
export { openDatabase, startDatabase, type OpenDatabase } from './open-database.ts';
export { eventOf, shortLog } from './processes/events-of.ts';
export { processContract, type SharedStore } from './processes/process-contract.ts';
export { startProcess, type TestProcess } from './processes/start-process.ts';
export { useStore, type StoreUse } from './processes/use-store.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
