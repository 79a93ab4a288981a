import { toClock } from '../../text/figures.ts';
import type { Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';

/** What happened, in order. */
export function renderStory({ record }: Outcome): Html {
  const items = record.milestones.map(
    ({ at, text }) => html`<li><time>${toClock(at - record.startedAt)}</time><span>${text}</span></li>`,
  );
  return html`<section>
    <h2>What happened</h2>
    <ol class="story">
      ${items}
    </ol>
  </section>`;
}

/** Whether the goal is met, criterion by criterion. */
export function renderVerdict({ verdict, result }: Outcome): Html {
  const criteria = verdict.criteria.map(
    ({ isMet, criterionId, reason, by }) =>
      html`<li class="${isMet ? 'good' : 'bad'}">
        <b>${criterionId}</b> <span>${reason}</span>
        <small>${by === 'check' ? 'checked by code' : 'judged by the planner'}</small>
      </li>`,
  );
  const missing = verdict.missing.map(
    ({ taskId, piece, reason }) =>
      html`<li class="bad"><b>${taskId ?? `piece #${piece ?? '?'}`}</b> <span>${reason}</span></li>`,
  );
  return html`<section>
    <h2>Is the goal met?</h2>
    <p>
      ${verdict.isComplete ? 'Yes, all of it.' : `No: the run ended as ${result.status}.`} ${result.failure?.message}
    </p>
    <ul class="verdict">
      ${criteria}${missing}
    </ul>
  </section>`;
}
