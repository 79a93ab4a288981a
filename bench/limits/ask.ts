// One process that shares quota groups with others: asks, starts and settles in batches for a while, then says what it did.
import { randomUUID } from 'node:crypto';
import { postgresLimitStore } from '@manyhands/adapter-postgres';
import type { LimitAsk, LimitChange, LimitRule } from '@manyhands/core';

/** As an argument of the process, in JSON. */
export interface AskOptions {
  readonly connectionString: string;
  readonly schema: string;
  readonly groups: number;
  readonly requestsPerSecond: number;
  /** Asks in one exchange. */
  readonly batch: number;
  /** Epoch ms: all processes begin together. */
  readonly startAt: number;
  readonly durationMs: number;
}

/** What the process prints, in JSON. */
export interface AskReport {
  /** Of each exchange, in ms. */
  readonly latencies: readonly number[];
  /** By group: when each call left, in epoch ms of this machine. */
  readonly starts: Readonly<Record<string, readonly number[]>>;
}

const SPAN_MS = 1_000;
const options = JSON.parse(process.argv[2]!) as AskOptions;
const store = postgresLimitStore({ connectionString: options.connectionString, schema: options.schema });
const owner = randomUUID();
const rules: readonly LimitRule[] = [
  { counts: 'requests', per: 'second', limit: options.requestsPerSecond, span: { type: 'sliding', ms: SPAN_MS } },
  { counts: 'tokens', per: 'minute', limit: 1e9, span: { type: 'sliding', ms: 60_000 } },
  { counts: 'calls', limit: 1e6 },
];
const latencies: number[] = [];
const starts: Record<string, number[]> = {};
const charge = { inputTokens: 100, outputTokens: 100, tokens: 200 };

async function exchange(group: string, changes: readonly LimitChange[], asks: readonly LimitAsk[]) {
  const { answers } = await store.exchange({ owner, leaseMs: 30_000, rules: { [group]: rules }, changes, asks });
  return answers;
}

await exchange('warm-up', [], []);
await new Promise((resolve) => setTimeout(resolve, options.startAt - Date.now()));
let changes: LimitChange[] = [];
for (let turn = 0; Date.now() < options.startAt + options.durationMs; turn += 1) {
  const group = `group-${turn % options.groups}`;
  const asks = Array.from({ length: options.batch }, () => ({ id: randomUUID(), group, charge }));
  const at = performance.now();
  // What was granted in the exchange before starts with this one, and has ended with the next.
  const answers = await exchange(
    group,
    changes.filter((change) => change.group === group),
    asks,
  );
  latencies.push(performance.now() - at);
  const granted = asks.filter((_, index) => answers[index]!.type === 'reserved');
  const now = Date.now();
  // A call leaves as soon as it may; the store is told then.
  for (const ask of granted) (starts[ask.group] ??= []).push(now);
  changes = changes.filter((change) => change.group !== group);
  changes.push(...granted.map(({ id }) => ({ type: 'start', id, group }) as const));
  changes.push(...granted.map(({ id }) => ({ type: 'settle', id, group, charge }) as const));
}
await store.close();
console.log(JSON.stringify({ latencies, starts } satisfies AskReport));
