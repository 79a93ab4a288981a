import { toClock, toMoney, toNumber } from '../../text/figures.ts';
import type { Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';

/** The run at a glance. */
export function renderFigures(outcome: Outcome): Html {
  const { result, record, accounts, isSimulated, total, expectedTotal } = outcome;
  const refused = accounts.reduce((sum, account) => sum + account.refused, 0);
  const isWhole = outcome.piecesCovered === record.pieces;
  return html`<div class="figures">
    ${record.pieces > 0 && renderFigure('pieces covered', `${toNumber(outcome.piecesCovered)} of ${toNumber(record.pieces)}`, isWhole)}
    ${total !== undefined && renderTotal(total, expectedTotal)}
    ${renderFigure('rounds', toNumber(result.rounds), undefined, result.rounds > 1 ? 'the later ones repaired' : 'nothing to repair')}
    ${renderFigure('calls', toNumber(result.calls), undefined, `${toNumber(refused)} refused for a limit`)}
    ${renderFigure('tokens', toNumber(result.usage.inputTokens + result.usage.outputTokens), undefined, toTokenWords(outcome))}
    ${renderFigure('time', toClock(result.elapsedMs))}
    ${renderFigure('cost', ...splitMoney(toMoney(result.cost, isSimulated)))}
  </div>`;
}

function renderTotal(total: number, expected: number | undefined): Html {
  if (expected === undefined) return renderFigure('total', toNumber(total));
  const isEqual = total === expected;
  return renderFigure(
    'total',
    toNumber(total),
    isEqual,
    isEqual ? 'as counted by code' : `counted by code: ${toNumber(expected)}`,
  );
}

function toTokenWords({ result: { usage } }: Outcome): string {
  return `${toNumber(usage.inputTokens)} in, ${toNumber(usage.outputTokens)} out`;
}

function splitMoney(text: string): [string, undefined, string?] {
  const [amount = text, ...rest] = text.split(/, | \(/);
  return rest.length === 0 ? [amount, undefined] : [amount, undefined, rest.join(', ').replaceAll(')', '')];
}

function renderFigure(name: string, value: string, isGood?: boolean, note?: string): Html {
  const mark = isGood === undefined ? '' : isGood ? 'good' : 'bad';
  return html`<div class="figure ${mark}">
    <b>${value}</b><span>${name}</span>${note !== undefined && html`<small>${note}</small>`}
  </div>`;
}
