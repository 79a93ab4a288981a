import type { Outcome } from './outcome.ts';

/** `result.json`: the run in figures, for programs. */
export function toResultJson(outcome: Outcome): string {
  const { result, verdict, record, isSimulated, notice, total, expectedTotal, countedBy } = outcome;
  const figures = {
    status: result.status,
    simulated: isSimulated,
    notice,
    pieces: outcome.piecesCovered,
    piecesOfInput: record.pieces,
    total: total ?? null,
    ...(expectedTotal !== undefined && { expectedTotal }),
    verdict,
    rounds: result.rounds,
    vendors: toVendors(outcome),
    countedBy,
    calls: result.calls,
    usage: result.usage,
    cost: { ...result.cost, isRealMoney: !isSimulated },
    elapsedMs: result.elapsedMs,
    ...(result.failure !== undefined && { failure: result.failure }),
    assumptions: result.assumptions,
    output: result.output,
  };
  return `${JSON.stringify(figures, null, 2)}\n`;
}

interface Calls {
  accepted: number;
  refused: number;
}

function toVendors({ accounts }: Outcome): Record<string, Calls & { accounts: Record<string, Calls> }> {
  const vendors: Record<string, Calls & { accounts: Record<string, Calls> }> = {};
  for (const { provider, accountId, accepted, refused } of accounts) {
    const vendor = (vendors[provider] ??= { accepted: 0, refused: 0, accounts: {} });
    vendor.accepted += accepted;
    vendor.refused += refused;
    vendor.accounts[accountId] = { accepted, refused };
  }
  return vendors;
}
