import type { Json } from '@manyhands/core';
import { isObject } from '../../job/piece-results.ts';
import { toHeading, toLine, toPlaces, toSortedIndex } from '../brief.ts';
import type { Outcome } from '../outcome.ts';
import { html, type Html } from './html.ts';

/** What came of it all: the merged output, field by field. */
export function renderOutput({ result: { output } }: Outcome): Html {
  const fields = isObject(output)
    ? Object.entries(output).map(
        ([name, value]) =>
          html`<h3>${toHeading(name)}</h3>
            ${renderValue(value)}`,
      )
    : renderValue(output);
  return html`<section>
    <h2>The result</h2>
    <div class="output">${output === null ? 'There is no merged output.' : fields}</div>
  </section>`;
}

function renderValue(value: Json): Html {
  if (Array.isArray(value))
    return html`<ul>
      ${value.map((item: Json) => html`<li>${toLine(item)}</li>`)}
    </ul>`;
  if (!isObject(value)) return html`<p>${toLine(value)}</p>`;
  const entries = toSortedIndex(value).map(
    ([name, places]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${toPlaces(places)}</dd>
      </div>`,
  );
  return html`<dl>${entries}</dl>`;
}
