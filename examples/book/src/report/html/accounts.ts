import { toNumber } from '../../text/figures.ts';
import type { Span } from '../../watch/run-record.ts';
import type { AccountOutcome, Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';

interface Row {
  readonly name: string;
  readonly accepted: number;
  readonly refused: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  readonly hasUnknownCost: boolean;
}

/** Calls, tokens and cost of each account and vendor. */
export function renderAccounts({ accounts, record, countedBy, isSimulated }: Outcome): Html {
  const byAccount = Map.groupBy(record.spans, ({ accountId }) => accountId);
  const rows = accounts.map((account) => ({ ...account, row: toRow(account, byAccount.get(account.accountId) ?? []) }));
  const groups = [...Map.groupBy(rows, ({ provider }) => provider)].map(
    ([provider, own]) =>
      html`<tbody>
        ${renderRow(
          addUp(
            provider,
            own.map(({ row }) => row),
          ),
          'vendor',
        )}
        ${own.map(({ row }) => renderRow(row, ''))}
      </tbody>`,
  );
  return html`<section>
    <h2>Calls and cost</h2>
    <p>
      Accepted and refused as counted by
      ${countedBy === 'vendors' ? "the vendors' side" : 'this side'}${countedBy === 'vendors' && record.resumes > 0 && ' since the run was resumed'}.${isSimulated && ' The money is not real: the vendors are simulated.'}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>account</th>
            <th>accepted</th>
            <th>refused</th>
            <th>tokens in</th>
            <th>tokens out</th>
            <th>USD</th>
          </tr>
        </thead>
        ${groups}
        <tfoot>
          ${renderRow(
            addUp(
              'all',
              rows.map(({ row }) => row),
            ),
            'vendor',
          )}
        </tfoot>
      </table>
    </div>
  </section>`;
}

function toRow({ accountId, accepted, refused }: AccountOutcome, spans: readonly Span[]): Row {
  const paid = spans.filter(({ usage }) => usage !== undefined);
  return {
    name: accountId,
    accepted,
    refused,
    inputTokens: sum(paid, ({ usage }) => usage?.inputTokens ?? 0),
    outputTokens: sum(paid, ({ usage }) => usage?.outputTokens ?? 0),
    usd: sum(paid, ({ costUsd }) => costUsd ?? 0),
    hasUnknownCost: paid.some(({ costUsd }) => costUsd === undefined),
  };
}

function addUp(name: string, rows: readonly Row[]): Row {
  return {
    name,
    accepted: sum(rows, (row) => row.accepted),
    refused: sum(rows, (row) => row.refused),
    inputTokens: sum(rows, (row) => row.inputTokens),
    outputTokens: sum(rows, (row) => row.outputTokens),
    usd: sum(rows, (row) => row.usd),
    hasUnknownCost: rows.some((row) => row.hasUnknownCost),
  };
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}

function renderRow(
  { name, accepted, refused, inputTokens, outputTokens, usd, hasUnknownCost }: Row,
  kind: string,
): Html {
  const cost = hasUnknownCost ? (usd === 0 ? 'unknown' : `${usd.toFixed(4)} + unknown`) : usd.toFixed(4);
  return html`<tr class="${kind}">
    <td>${name}</td>
    <td>${toNumber(accepted)}</td>
    <td class="${refused > 0 ? 'bad' : ''}">${toNumber(refused)}</td>
    <td>${toNumber(inputTokens)}</td>
    <td>${toNumber(outputTokens)}</td>
    <td>${cost}</td>
  </tr>`;
}
