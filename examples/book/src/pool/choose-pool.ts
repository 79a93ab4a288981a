import { findOllamaPool } from './ollama-pool.ts';
import type { Pool } from './pool.ts';
import { startSimulatedPool } from './simulated-pool.ts';
import { findVendorPool } from './vendor-pool.ts';

/**
 * Real vendors when there are keys, else a local server when there is one, else simulated vendors in this process.
 *
 * @throws UsageError when the accounts file cannot be used
 */
export async function choosePool(env: NodeJS.ProcessEnv, accountsFile: string | undefined): Promise<Pool> {
  const vendors = await findVendorPool(env, accountsFile);
  if (vendors !== undefined) return vendors;
  const ollama = await findOllamaPool(env);
  if (typeof ollama === 'object') return ollama;
  const simulated = await startSimulatedPool();
  return ollama === undefined ? simulated : { ...simulated, notice: `${ollama} ${simulated.notice}` };
}
