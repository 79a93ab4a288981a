import type { MergeField, PlanTask } from '@manyhands/core';
import type { Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';

/** The plan as the planner wrote it. */
export function renderPlan({ record }: Outcome): Html {
  return html`<section>
    <h2>The plan</h2>
    <div class="plan">
      ${record.plan.map(renderTask)}${record.merge !== undefined && renderMerge(record.merge.strategy, record.merge.fields)}
    </div>
  </section>`;
}

function renderTask({ id, title, kind, prompt, dependsOn, fields, pieces }: PlanTask): Html {
  const ranges = pieces.map(({ from, to }) => (from === to ? `#${from}` : `#${from}–${to}`)).join(', ');
  return html`<article>
    <h3>${id} <small>${kind === 'map' ? `one call per piece${ranges && ` (${ranges})`}` : 'one call'}</small></h3>
    <p class="lead">${title}</p>
    ${dependsOn.length > 0 && html`<p class="after">after ${dependsOn.join(', ')}</p>`}
    <p class="prompt">${prompt}</p>
    <ul class="fields">
      ${fields.map(({ name, type, description }) => html`<li><code>${name}: ${type}</code> ${description}</li>`)}
    </ul>
  </article>`;
}

function renderMerge(strategy: string, fields: readonly MergeField[]): Html {
  return html`<article class="merge">
    <h3>merge <small>${strategy}</small></h3>
    <ul class="fields">
      ${fields.map(({ name, by, from }) => html`<li><code>${name} = ${by}(${from})</code></li>`)}
    </ul>
  </article>`;
}
