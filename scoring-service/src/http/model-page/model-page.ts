import { raw } from 'hono/html';
import type { ModelCard } from '@plumbline/contract';
import {
  dataSection,
  factorSection,
  inputTable,
  fairnessSection,
  learnerSection,
  leftOutTable,
  segmentTable,
} from './content-sections.ts';
import { html, day } from './html.ts';
import type { Html } from './html.ts';
import {
  bandTable,
  basisTables,
  curves,
  figureTiles,
  rateWarningLine,
  realisedSection,
  thresholdTable,
} from './performance-sections.ts';

/** The page's style: light or dark by the reader's system setting, black on white in print. */
const style = `
:root { color-scheme: light dark; --ground: #ffffff; --raised: #f4f6f9; --text: #1c2733; --quiet: #4a5a6b;
  --edge: #c5d0dc; --strong: #0b5cab; --soft: #b5d2ee; --low: #a4491e; --warn: #8a4b00; --error: #a81419; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181d; --raised: #1e242b; --text: #e8edf2; --quiet: #b3bfcb;
  --edge: #44505c; --strong: #6cb2f5; --soft: #2c4a68; --low: #f0a173; --warn: #f0b760; --error: #ff8f8f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main, header { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--edge); font-size: 1.25rem; }
h3 { margin: 1.25rem 0 0.25rem; font-size: 1rem; }
p { max-width: 46rem; margin: 0.5rem 0; }
.quiet, caption, dt { color: var(--quiet); }
.state { display: inline-block; padding: 0 0.6rem; border: 1px solid currentColor; border-radius: 1rem; font-size: 0.875rem; }
dl.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.75rem; margin: 1rem 0; }
dl.tiles div { padding: 0.75rem; background: var(--raised); border: 1px solid var(--edge); border-radius: 0.5rem; }
dl.tiles dd { margin: 0; }
dl.tiles dd.figure { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; }
figure svg { display: block; width: 100%; max-width: 26rem; height: auto; }
.grid { stroke: var(--edge); }
.tick, .axis { fill: var(--quiet); font-size: 11px; }
.line, .reference { fill: none; stroke: var(--strong); stroke-width: 2.5; }
.reference { stroke: var(--quiet); stroke-width: 1.25; stroke-dasharray: 5 4; }
.dot, .part { fill: var(--strong); }
.bar { fill: var(--soft); }
.lowers { fill: var(--low); }
svg.share { width: 8rem; height: 0.75rem; vertical-align: middle; }
.wide { overflow-x: auto; }
.wide:focus-visible, summary:focus-visible { outline: 2px solid var(--strong); outline-offset: 2px; }
table { border-collapse: collapse; margin: 0.5rem 0; font-variant-numeric: tabular-nums; }
caption { padding: 0.25rem 0; text-align: left; font-size: 0.875rem; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--edge); text-align: left; vertical-align: top; }
tbody th { font-weight: 400; }
.number { text-align: right; }
li { max-width: 46rem; }
.WARNING { color: var(--warn); } .ERROR { color: var(--error); }
@media (max-width: 40rem) { .wide td:not(.number) { min-width: 7rem; } .wide td:last-child:not(.number) { min-width: 15rem; } }
footer { margin: 3rem 0 2rem; color: var(--quiet); font-size: 0.875rem; }
@media print { :root { color-scheme: light; --ground: #ffffff; --raised: #ffffff; --text: #000000; --quiet: #333333;
  --edge: #999999; --strong: #0b5cab; --soft: #b5d2ee; --low: #a4491e; --warn: #6b3a00; --error: #8a0f13; }
  details::details-content { content-visibility: visible; height: auto; } h2, h3 { break-after: avoid; }
  .wide { overflow: visible; } tr { break-inside: avoid; } }
`;

/**
 * The card of a model as one page without scripts and external files, so that it can be saved, sent and printed. All texts
 * of the card are escaped.
 */
export function renderModelPage(card: ModelCard): string {
  const { version, goalWords, trainedAt, asOf, isActive, goalId, messages, limits = [], segments = [] } = card;
  const title = `Model ${version}`;
  const inputs = inputTable(card);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}${goalWords === undefined ? '' : `: ${goalWords}`}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          ${rateWarningLine(card)}
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
            'Test results',
            html`<p>${verdict(card)} Every figure is of test rows that training did not use.</p>
              ${figureTiles(card)}${curves(card)}`,
          )}
          ${section(
            'bands',
            'Conversion by band',
            html`${bandTable(card)}${basisTables(card)}
              <h3>Since then</h3>
              ${realisedSection(card)}`,
          )}
          ${section('factors', 'Strongest factors', factorSection(card))}
          ${segments.length > 0 ? section('segments', 'Strongest factors by segment', segmentTable(segments)) : undefined}
          ${section('data', 'Training data', dataSection(card))}
          ${section('learner', 'Published learner', learnerSection(card))}
          ${inputs === undefined ? undefined : section('inputs', 'Inputs', inputs)}
          ${section('left-out', 'Excluded fields', leftOutTable(card))}
          ${section(
            'limits',
            'Limitations',
            html`<ul>
              ${limits.map((limit) => html`<li>${limit}</li>`)}
            </ul>`,
          )}
          ${section('fairness', 'Fairness', fairnessSection(card))}
          ${section('thresholds', 'At any threshold', thresholdTable(card))}
          ${section('messages', 'Messages of the training', messageList(messages))}
          <footer>Plumbline. This page is complete in itself and loads nothing.</footer>
        </main>
      </body>
    </html> `.toString();
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
        ${messages.map(
          ({ severity, text, nextStep }) =>
            html`<li class="${severity}">
              ${text}${nextStep === undefined ? undefined : html` <span class="quiet">${nextStep}</span>`}
            </li>`,
        )}
      </ul>`;

/** The AUC in words, by the lower end of its interval. */
function verdict({ aucLow }: ModelCard): string {
  if (aucLow > 0.95) return 'It separates outcomes almost perfectly, which is suspicious.';
  if (aucLow >= 0.8) return 'It separates outcomes well.';
  if (aucLow >= 0.7) return 'It separates outcomes fairly well.';
  if (aucLow >= 0.6) return 'It separates outcomes better than chance.';
  return 'It separates outcomes hardly better than chance.';
}
