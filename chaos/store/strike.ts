import type { TestProcess } from '@manyhands/test-database';

/** Breaks something while the process drives its runs. `missed`: it had ended by then. */
export type Strike = (driver: TestProcess) => Promise<'died' | 'lives' | 'missed'>;

export const killDriver: Strike = async (driver) => ((await driver.kill()) ? 'died' : 'missed');

/** The process has to live with it. */
export function killDatabase(crash: () => Promise<void>): Strike {
  return async () => {
    await crash();
    return 'lives';
  };
}
