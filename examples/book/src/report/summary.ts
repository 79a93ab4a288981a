import { toClock, toMoney, toNumber } from '../text/figures.ts';
import type { RunRecord } from '../watch/run-record.ts';
import type { AccountOutcome, Outcome } from './outcome.ts';

/** What is printed at the end. */
export function toSummary(outcome: Outcome, files: readonly string[]): string {
  const { result, record, isSimulated, notice, verdict, countedBy } = outcome;
  const refused = sum(outcome.accounts, (account) => account.refused);
  const lines = [
    '',
    `${result.status}: ${toNumber(outcome.piecesCovered)} of ${toNumber(record.pieces)} pieces, ${rounds(result.rounds)}, ${toClock(result.elapsedMs)}`,
    ...toTotalLine(outcome),
    ...verdict.criteria.map(
      ({ criterionId, isMet, reason }) => `  ${isMet ? 'met    ' : 'NOT met'} ${criterionId}: ${reason}`,
    ),
    ...(result.failure === undefined ? [] : [result.failure.message]),
    `${toNumber(result.calls)} answers, ${toNumber(result.usage.inputTokens)} tokens in, ${toNumber(result.usage.outputTokens)} out, ${toMoney(result.cost, isSimulated)}`,
    `Refused for a limit: ${toNumber(refused)}. Accepted and refused, as counted by ${countedBy === 'vendors' ? toVendorsWords(record) : 'this side'}:`,
    ...toVendorLines(outcome.accounts),
    notice,
    `Written: ${files.join(', ')}`,
    '',
  ];
  return lines.join('\n');
}

/** They work in the demo's own process and know nothing of the one before. */
function toVendorsWords({ resumes }: RunRecord): string {
  return resumes === 0 ? 'the simulated vendors' : 'the simulated vendors since the run was resumed';
}

function toTotalLine({ total, expectedTotal }: Outcome): string[] {
  if (total === undefined) return [];
  if (expectedTotal === undefined) return [`Total: ${toNumber(total)}`];
  const words = total === expectedTotal ? 'as counted by code' : `counted by code: ${toNumber(expectedTotal)}`;
  return [`Total: ${toNumber(total)}, ${words}`];
}

function toVendorLines(accounts: readonly AccountOutcome[]): string[] {
  const vendors = [...Map.groupBy(accounts, ({ provider }) => provider)];
  return vendors.map(([provider, own]) => {
    const each = own.map(({ accepted, refused }) => `${toNumber(accepted)}/${toNumber(refused)}`).join('  ');
    return `  ${provider.padEnd(10)} ${each}`;
  });
}

function rounds(count: number): string {
  return count === 1 ? '1 round' : `${count} rounds`;
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
