import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import type { ModelCard } from '@plumbline/contract';
import { renderModelPage } from '../../../../scoring-service/src/http/model-page/model-page.ts';
import { makeFullCard } from './card-fixture.ts';

const full = makeFullCard();

/** The texts of a page as a reader gets them. */
const textOf = (page: string): string =>
  page
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('the page says every figure of the card', () => {
  const text = textOf(renderModelPage(full));
  for (const said of [
    full.auc.toFixed(3),
    `95 % interval ${full.aucLow.toFixed(3)} to ${full.aucHigh.toFixed(3)}`,
    'Lead converts within 90 days.',
    'A blend of 60 % trees and 40 % additive model is published',
    'It took over.',
    'What tuning tried',
    'It is marked as sensitive.',
    'On 40 % of the records it was last changed after the goal.',
    'It tells what goes together with reaching the goal',
    'Region: South',
    'WARNING 901. Fields are left out: Tags.',
    '2025-09-01 to 2025-12-15',
    '82.5 %',
  ]) {
    assert.ok(text.includes(said), `${said} is not on the page`);
  }
  for (const { label } of full.strongestFields) assert.ok(text.includes(label));
});

test('the page warns first of probabilities that do not hold, and only where they do not', () => {
  const rateWarning = { predicted: 0.13, happened: 0.31 };
  const page = renderModelPage({ ...full, rateWarning });
  const at = page.indexOf('predicted 13 %, happened 31 %');
  assert.ok(at > 0 && at < page.indexOf('<h1>'), 'the first line');
  assert.doesNotMatch(textOf(renderModelPage(full)), /do not hold/);
});

test('the page has the bands of every basis with their share of all successes', () => {
  const text = textOf(renderModelPage(full));
  for (const basis of ['relative', 'probability', 'percentile']) assert.ok(text.includes(`score basis ${basis}`));
  assert.equal(full.bases?.length, 3);
  for (const { bands } of full.bases ?? []) {
    for (const { successShare } of bands) assert.ok(text.includes(`${(100 * (successShare ?? 0)).toFixed(1)} %`));
  }
});

test('the page lists every input with its sources, its weight and what to do for those that are not used', () => {
  const inputs: ModelCard['inputs'] = [
    {
      ...{ group: 'Account', field: 'industry', label: 'Industry', state: 'used', isComputed: false },
      ...{ from: [{ source: 'Lead.Industry' }, { source: 'Account.Industry' }], missing: 0.125, weight: 0.0825 },
    },
    {
      ...{ group: 'Activities', field: 'calls_total', label: 'Phone calls in total', state: 'empty', isComputed: true },
      ...{ from: [{ source: 'Task' }], missing: 1, weight: 0, nextStep: 'Record <calls>.' },
    },
    {
      ...{ group: 'Need', field: 'need_type', label: 'Need type', state: 'not set', isComputed: false, from: [] },
      nextStep: 'Name the field: needTypeField.',
    },
  ];
  const page = renderModelPage({ ...full, inputs });
  const text = textOf(page);
  for (const said of [
    'Industry Lead.Industry, Account.Industry 12.5 % 8.3 % used',
    'Phone calls in total computed from Task 100.0 % 0.0 % empty. Record &lt;calls&gt;.',
    'Need type not set. Name the field: needTypeField.',
  ]) {
    assert.ok(text.includes(said), `${said} is not on the page`);
  }
  assert.doesNotMatch(renderModelPage(full), /id="inputs"/);
});

test('a message has its next step', () => {
  const messages = [
    { code: 901, severity: 'WARNING', text: 'WARNING 901. Tags.', nextStep: 'Check the fields.' },
  ] as const;
  assert.match(
    textOf(renderModelPage({ ...full, messages: [...messages] })),
    /WARNING 901\. Tags\. Check the fields\./,
  );
});

test('the page loads and runs nothing', () => {
  const page = renderModelPage(full);
  assert.doesNotMatch(page, /<(?:script|link|img|iframe|object|embed|form)\b|\bsrc=|\bhref=|@import|url\(|\bon\w+=/i);
});

test('every chart has a name and a table of its figures', () => {
  const page = renderModelPage(full);
  const figures = page.match(/<figure>[^]*?<\/figure>/g) ?? [];
  assert.equal(figures.length, 4);
  for (const figure of figures) {
    assert.match(figure, /<svg role="img" aria-label="[^"]+"/);
    assert.match(figure, /<details>\s*<summary>Figures<\/summary>[^]*<td/);
  }
});

test('a card of an earlier version, without the later sections, is a page too', () => {
  const bare = Object.fromEntries(
    Object.entries(full).filter(([name]) => {
      const later = ['goalWords', 'timeframeDays', 'data', 'learnerReason', 'contenders', 'challenge', 'segments'];
      return ![...later, 'limits', 'trials', 'fairness', 'realised', 'bases'].includes(name);
    }),
  ) as ModelCard;
  const text = textOf(renderModelPage({ ...bare, roc: [], bands: [], strongestFields: [], leftOutFields: [] }));
  assert.doesNotMatch(text, /undefined|NaN|null/);
  assert.match(text, /Not measured: the goal marks no field for the fairness check\./);
  assert.match(text, /Not known yet/);
});

test('whatever an org calls its fields and values, the page stays well-formed and says it as text', () => {
  const parser = new XMLParser({ ignoreAttributes: false, unpairedTags: ['meta'], processEntities: true });
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (name) => {
      const label = `<b onload="x">&'${name.replaceAll(/\p{Cc}/gu, '')}`;
      const card = {
        ...full,
        goalWords: label,
        leftOutFields: [{ field: 'F', label, reason: label }],
        segments: full.segments?.map((segment) => ({ ...segment, value: label })),
      };
      const page = renderModelPage(card);
      assert.doesNotMatch(page, /<b /);
      assert.ok(page.includes('&lt;b onload=&quot;x&quot;&gt;&amp;&#39;'));
      assert.doesNotThrow(() =>
        parser.parse(page.replace('<!doctype html>', '').replace(/<style>[^]*?<\/style>/, ''), true),
      );
    }),
    { numRuns: 30 },
  );
});
