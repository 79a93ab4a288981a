import { readFileSync } from 'node:fs';
import type { Outcome } from '../outcome.ts';
import { renderAccounts } from './accounts.ts';
import { renderFigures } from './figures.ts';
import { html, trusted, type Html } from './html.ts';
import { renderOutput } from './output.ts';
import { renderPlan } from './plan.ts';
import { renderStory, renderVerdict } from './story.ts';
import { renderTimeline } from './timeline.ts';

/** `report.html`: one page that needs nothing else. */
export function toReportHtml(outcome: Outcome): string {
  const { title, notice, isSimulated } = outcome;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>manyhands: ${title}</title>
        <style>
          ${readAsset('style.css')}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="notice ${isSimulated ? 'simulated' : ''}">${notice}</p>
          ${renderFigures(outcome)} ${renderTimeline(outcome)} ${renderVerdict(outcome)} ${renderPlan(outcome)}
          ${renderOutput(outcome)} ${renderAccounts(outcome)} ${renderStory(outcome)}
        </main>
        <div id="tip" hidden></div>
        <script>
          ${readAsset('tip.js')};
        </script>
      </body>
    </html> `;
  return page.markup;
}

function readAsset(name: string): Html {
  return trusted(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
