import type { Json, RunResult, Verdict } from '@manyhands/core';
import type { PieceResult } from '../job/piece-results.ts';
import type { Pool } from '../pool/pool.ts';
import type { RunRecord } from '../watch/run-record.ts';

/** What was counted of one account. */
export interface AccountOutcome {
  readonly accountId: string;
  readonly provider: string;
  readonly accepted: number;
  readonly refused: number;
}

/** What is known at the end: everything that is printed and written is made of it. */
export interface Outcome {
  readonly title: string;
  readonly notice: string;
  readonly isSimulated: boolean;
  readonly result: RunResult<Json>;
  readonly record: RunRecord;
  readonly verdict: Verdict;
  readonly piecesCovered: number;
  /** What was found in each piece, in their order. */
  readonly pieces: readonly PieceResult[];
  /** Of an output that has one: the number to compare. */
  readonly total?: number;
  readonly expectedTotal?: number;
  readonly accounts: readonly AccountOutcome[];
  /** Who counted accepted and refused calls. */
  readonly countedBy: 'vendors' | 'this side';
}

/** What the job knows of the output, beside the run itself. */
export interface OutcomeFacts {
  readonly title: string;
  readonly pieces: readonly PieceResult[];
  readonly total: number | undefined;
  readonly expectedTotal: number | undefined;
}

export function toOutcome(result: RunResult<Json>, record: RunRecord, pool: Pool, facts: OutcomeFacts): Outcome {
  const { title, pieces, total, expectedTotal } = facts;
  return {
    title,
    notice: pool.notice,
    isSimulated: pool.kind === 'simulated',
    result,
    record,
    verdict: { isComplete: result.status === 'done', criteria: [...result.coverage], missing: [...result.missing] },
    piecesCovered: countPieces(record),
    pieces,
    accounts: countCalls(record, pool),
    countedBy: pool.tallies === undefined ? 'this side' : 'vendors',
    ...(total !== undefined && { total }),
    ...(expectedTotal !== undefined && { expectedTotal }),
  };
}

/** Pieces of the input that some task has worked on to its end. */
function countPieces({ spans }: RunRecord): number {
  const covered = spans.filter(({ kind, end }) => kind === 'work' && end === 'done').map(({ piece }) => piece);
  return new Set(covered.filter((piece) => piece !== undefined)).size;
}

function countCalls({ spans }: RunRecord, { accounts, tallies }: Pool): AccountOutcome[] {
  const vendorSide = new Map(tallies?.().map((tally) => [tally.accountId, tally]));
  return accounts.map(({ id, provider }) => {
    const own = spans.filter(({ accountId }) => accountId === id);
    const refused = own.filter(({ isRefused }) => isRefused === true).length;
    const accepted = own.filter(({ end }) => end === 'done' || end === 'repaired').length;
    const counted = vendorSide.get(id) ?? { accepted, refused };
    return { accountId: id, provider, accepted: counted.accepted, refused: counted.refused };
  });
}
