import { toClock, toLimitWords, toNumber } from '../../text/figures.ts';
import type { Span } from '../../watch/run-record.ts';
import type { AccountOutcome, Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';
import { toLanes } from './lanes.ts';
import { toLimitCurve, type LimitCurve } from './limit-curve.ts';
import { createScale, toPercent, type Scale } from './scale.ts';

/** When each account worked on what, and how much of its limits was used meanwhile, over one axis of time. */
export function renderTimeline(outcome: Outcome): Html {
  const { record, accounts } = outcome;
  const endedAt = record.endedAt ?? record.samples.at(-1)?.at ?? record.startedAt;
  const scale = createScale(record.startedAt, endedAt);
  const providers = Map.groupBy(accounts, ({ provider }) => provider);
  const byAccount = Map.groupBy(record.spans, ({ accountId }) => accountId);
  const rows = [...providers].map(([provider, own]) => [
    renderVendor(provider, own, byAccount),
    own.map((account) => renderAccount(account, byAccount.get(account.accountId) ?? [], outcome, scale)),
  ]);
  return html`<section id="timeline">
    <h2>Who worked when</h2>
    ${renderLegend(record.spans)}
    <div class="chart">${renderAxis(scale)}${rows}${renderRounds(outcome, scale)}</div>
  </section>`;
}

const KIND_WORDS: Readonly<Record<Span['kind'], string>> = {
  clarify: 'clarify',
  plan: 'plan',
  work: 'work',
  merge: 'merge',
  evaluate: 'evaluate',
  direct: 'call',
};

function renderLegend(spans: readonly Span[]): Html {
  const kinds = [...new Set(spans.map(({ kind }) => kind))];
  const ends = [...new Set(spans.map(({ end }) => end))].filter((end) => end !== undefined && end !== 'done');
  return html`<p class="legend">
    ${kinds.map((kind) => html`<span><i class="key kind-${kind}"></i>${KIND_WORDS[kind]}</span>`)}
    ${ends.map((end) => html`<span><i class="key kind-work end-${end ?? ''}"></i>${end}</span>`)}
    <span><i class="key curve-key"></i>use of the limit that is nearest to full</span>
  </p>`;
}

function renderAxis(scale: Scale): Html {
  const ticks = scale.ticks.map((ms) => html`<span style="left:${toPercent(scale.width(ms))}">${toClock(ms)}</span>`);
  return html`<div class="row axis">
    <div class="who"></div>
    <div class="lanes">${ticks}</div>
  </div>`;
}

/** A line where an evaluation ended, when there was more than one. */
function renderRounds({ record }: Outcome, scale: Scale): Html | undefined {
  if (record.verdicts.length < 2) return undefined;
  const ends = record.milestones.filter(({ text }) => text.startsWith('round '));
  const lines = ends.map(
    ({ at, text }) =>
      html`<i style="left:${toPercent(scale.at(at))}" data-tip="${text}"><b>${text.split(':')[0]}</b></i>`,
  );
  return html`<div class="rounds" aria-hidden="true">${lines}</div>`;
}

function renderVendor(
  provider: string,
  accounts: readonly AccountOutcome[],
  spans: ReadonlyMap<string, readonly Span[]>,
): Html {
  const own = accounts.flatMap(({ accountId }) => spans.get(accountId) ?? []);
  const models = [...new Set(own.map(({ target }) => target.slice(provider.length + 1)))];
  const done = own.filter(({ end }) => end === 'done').length;
  return html`<h3>${provider} <small>${models.join(', ')} · ${toNumber(done)} tasks done</small></h3>`;
}

function renderAccount({ accountId }: AccountOutcome, spans: readonly Span[], outcome: Outcome, scale: Scale): Html {
  const { record } = outcome;
  const placed = toLanes(spans, scale.fromMs + scale.lengthMs);
  const lanes = Math.max(1, ...placed.map(({ lane }) => lane + 1));
  const bars = placed.map(({ span, lane }) => renderBar(span, lane, scale));
  const curve = toLimitCurve(record.samples, accountId, scale);
  const done = spans.filter(({ end }) => end === 'done').length;
  return html`<div class="row">
    <div class="who"><b>${accountId}</b> <span>${toNumber(done)} done</span></div>
    <div class="lanes" style="--lanes:${lanes}">${bars}</div>
    <div class="who limit">${curve === undefined ? 'no limits known' : describe(curve)}</div>
    ${curve === undefined ? html`<div class="curve"></div>` : renderCurve(curve)}
  </div>`;
}

function renderBar(span: Span, lane: number, scale: Scale): Html {
  const endedAt = span.endedAt ?? scale.fromMs + scale.lengthMs;
  const place = `left:${toPercent(scale.at(span.startedAt))};width:${toPercent(scale.width(endedAt - span.startedAt))};--lane:${lane}`;
  return html`<i
    class="kind-${span.kind} end-${span.end ?? 'open'}"
    style="${place}"
    data-tip="${toTip(span, endedAt, scale)}"
  ></i>`;
}

function toTip(span: Span, endedAt: number, scale: Scale): string {
  const seconds = ((endedAt - span.startedAt) / 1000).toFixed(1);
  const tokens =
    span.usage && `${toNumber(span.usage.inputTokens)} tokens in, ${toNumber(span.usage.outputTokens)} out`;
  const waited = span.waitedMs >= 100 ? `waited ${(span.waitedMs / 1000).toFixed(1)} s for a limit` : undefined;
  return [
    `${span.taskId}${span.attempt > 1 ? ` (attempt ${span.attempt})` : ''}`,
    span.title,
    `${span.accountId} · ${span.target}`,
    `${toClock(span.startedAt - scale.fromMs)} + ${seconds} s · ${span.end ?? 'not ended'}`,
    waited,
    tokens,
    span.note,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

function describe({ name, peak, limit }: LimitCurve): string {
  return `${toLimitWords(name)} ${toNumber(peak)}/${toNumber(limit)}`;
}

function renderCurve({ area, line, tip }: LimitCurve): Html {
  return html`<div class="curve" data-tip="${tip}">
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path class="area" d="${area}" />
      <path class="line" d="${line}" vector-effect="non-scaling-stroke" />
    </svg>
  </div>`;
}
