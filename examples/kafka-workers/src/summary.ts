import type { Json, RunResult, RunState } from '@manyhands/core';
import type { startSimulatedPool } from '@manyhands/example-book/simulated-pool';

type Pool = Awaited<ReturnType<typeof startSimulatedPool>>;

export interface Seen {
  readonly result: RunResult<Json>;
  readonly state: RunState;
  readonly expected: { readonly input: { readonly length: number }; readonly expectedTotal?: number };
  /** As the vendors' side counted. */
  readonly tallies: ReturnType<NonNullable<Pool['tallies']>>;
}

/** What came of it, held against what code and vendors count. */
export function toSummary({ result, state, expected, tallies }: Seen): { text: string; isWhole: boolean } {
  const done = Object.values(state.tasks).filter(({ status }) => status === 'done');
  const read = new Set(done.filter(({ task }) => task.kind === 'work').map(({ task }) => task.piece)).size;
  const pieces = expected.input.length;
  const { total } = result.output as { readonly total?: number };
  const accepted = tallies.reduce((sum, tally) => sum + tally.accepted, 0);
  const refusals = tallies.filter((tally) => tally.refused > 0);
  const refused = refusals.reduce((sum, tally) => sum + tally.refused, 0);
  const byWhom = refusals.map((tally) => `${tally.accountId} ${tally.refused}`).join(', ');
  const lines = [
    `\n${result.status}: ${read} of ${pieces} pieces are read, ${pieces - read} lost.`,
    `"whale" and "whales" occur ${total} times; code counts ${expected.expectedTotal}.`,
    `Vendors took ${accepted} calls for ${done.length} results: ${accepted - done.length} made again. They refused ${refused}${byWhom && ` (${byWhom})`}.`,
  ];
  const isExact = read === pieces && total === expected.expectedTotal && refused === 0;
  return { text: lines.join('\n'), isWhole: result.status === 'done' && isExact };
}
