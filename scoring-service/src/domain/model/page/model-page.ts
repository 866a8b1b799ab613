import type { ModelCard } from '@plumbline/contract';
import {
  dataSection,
  factorSection,
  fairnessSection,
  learnerSection,
  leftOutTable,
  segmentTable,
} from './content-sections.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { bandTable, curves, figureTiles, realisedSection, thresholdTable } from './performance-sections.ts';
import { day } from './numbers.ts';
import { style } from './style.ts';

/**
 * The card of a model as one page: no script, no font, no image and no style from elsewhere, so that it can be kept,
 * sent and printed. Whatever the card says is escaped.
 */
export function renderModelPage(card: ModelCard): string {
  const { version, goalWords, trainedAt, asOf, isActive, goalId, messages, limits = [], segments = [] } = card;
  const title = `Model ${version}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}${goalWords === undefined ? '' : `: ${goalWords}`}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${goalWords}</p>
          <p>
            <span class="state">${isActive ? 'In use' : 'Not in use'}</span>
            <span class="quiet">Trained ${day(trainedAt)} on data up to ${day(asOf)}, goal ${goalId}</span>
          </p>
        </header>
        <main>
          ${section(
            'figures',
            'How good it is',
            html`<p>${verdict(card)} Every figure is of rows held back from all learning.</p>
              ${figureTiles(card)}${curves(card)}`,
          )}
          ${section(
            'bands',
            'What the bands held',
            html`${bandTable(card)}
              <h3>Since then</h3>
              ${realisedSection(card)}`,
          )}
          ${section('factors', 'What it looks at', factorSection(card))}
          ${segments.length > 0 ? section('segments', 'What counts in parts of the records', segmentTable(segments)) : undefined}
          ${section('data', 'What it has learned from', dataSection(card))}
          ${section('learner', 'What was published, and why', learnerSection(card))}
          ${section('left-out', 'What it may not know', leftOutTable(card))}
          ${section(
            'limits',
            'What it cannot do',
            html`<ul>
              ${limits.map((limit) => html`<li>${limit}</li>`)}
            </ul>`,
          )}
          ${section('fairness', 'Fairness', fairnessSection(card))}
          ${section('thresholds', 'At any threshold', thresholdTable(card))}
          ${section('messages', 'What the training said', messageList(messages))}
          <footer>Plumbline. This page is complete in itself and loads nothing.</footer>
        </main>
      </body>
    </html> `.html;
}

const section = (id: string, title: string, content: Html): Html =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;

const messageList = (messages: ModelCard['messages']): Html =>
  messages.length === 0
    ? html`<p>Nothing.</p>`
    : html`<ul>
        ${messages.map(({ severity, text }) => html`<li class="${severity}">${text}</li>`)}
      </ul>`;

/** The AUC in words, by the lower end of its interval: what may be counted on. */
function verdict({ aucLow }: ModelCard): string {
  if (aucLow > 0.95) return 'It tells outcomes apart almost without fail, which is suspicious.';
  if (aucLow >= 0.8) return 'It tells outcomes apart well.';
  if (aucLow >= 0.7) return 'It tells outcomes apart fairly well.';
  if (aucLow >= 0.6) return 'It tells outcomes apart better than chance.';
  return 'It tells outcomes apart hardly better than chance.';
}
