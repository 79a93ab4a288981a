import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountCounts } from './accounts/counts.ts';
import type { Fault } from './faults/fault.ts';
import type { SimulatedLimits } from './limits/limits.ts';
import { checkLimits, checkOptions, type SimulatorOptions } from './options.ts';
import { serveCall } from './server/serve-call.ts';
import { createWorld } from './server/world.ts';
import type { Vendor } from './vendor.ts';
import { WIRES } from './wire/wires.ts';

/** Five vendors on one local port. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly url: string;
  /** What the vendor's own SDK takes as its base URL. */
  baseUrl(vendor: Vendor): string;
  /** As the vendors' side counted, one entry an account, in the order of the accounts. */
  counts(): readonly AccountCounts[];
  /** Requests with a key that no account has. */
  readonly unknownKeys: number;
  /** From now on this goes wrong, until the returned function is called. */
  inject(fault: Fault): () => void;
  /** The account's true limits change; what it has used stays used. @throws TypeError for an unknown account or bad limits. */
  setLimits(account: string, limits: SimulatedLimits): void;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Starts local vendors that speak the wire formats of OpenAI, Anthropic, Gemini, DeepSeek and Qwen, hold their limits
 * strictly, and answer by reading what they are sent.
 *
 * @example
 * const simulator = await createSimulator({
 *   accounts: [{ vendor: 'openai', key: 'sk-one', limits: { requestsPerMinute: 60 } }],
 * });
 * const client = new OpenAI({ apiKey: 'sk-one', baseURL: simulator.baseUrl('openai') });
 *
 * @throws TypeError when an option is wrong.
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  checkOptions(options);
  const world = createWorld(options);
  const server = createServer((request, response) => {
    serveCall(world, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    baseUrl: (vendor) => url + WIRES[vendor].basePath,
    counts: () => world.accounts.all().map(({ tally }) => structuredClone(tally)),
    get unknownKeys() {
      return world.unknownKeys;
    },
    inject: (fault) => world.faults.add(fault),
    setLimits(account, limits) {
      checkLimits(limits);
      world.accounts.setLimits(account, limits);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
